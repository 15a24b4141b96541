using System.Globalization;
using Google.Protobuf;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>The graph of an image encoder with what is asked of it again and again: who gives a tensor, who reads it, which are constant.</summary>
internal sealed class EncoderGraph
{
    public const string Pixels = "pixels";

    private readonly Dictionary<string, TensorProto> _constants;
    private readonly Dictionary<string, NodeProto> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> _consumers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outputs;

    /// <param name="path">Where the graph comes from, for faults.</param>
    /// <param name="model">The graph; every node has a name of its own.</param>
    public EncoderGraph(string path, ModelProto model)
    {
        (Path, Model) = (path, model);
        _constants = model.Graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _outputs = [.. model.Graph.Output.Select(output => output.Name)];
        foreach (var node in model.Graph.Node)
        {
            foreach (var output in node.Output.Where(output => output.Length > 0))
            {
                _producers[output] = node;
            }

            foreach (var input in node.Input.Distinct(StringComparer.Ordinal))
            {
                if (!_consumers.TryGetValue(input, out var readers))
                {
                    _consumers.Add(input, readers = []);
                }

                readers.Add(node);
            }
        }
    }

    /// <summary>Where the graph comes from.</summary>
    public string Path { get; }

    /// <summary>The graph.</summary>
    public ModelProto Model { get; }

    /// <summary>The nodes, each after those that it reads from.</summary>
    public IReadOnlyList<NodeProto> Nodes => Model.Graph.Node;

    /// <summary>Side S of the input, in pixels.</summary>
    public int Size => (int)Model.Graph.Input.Single(input => input.Name == Pixels).Type.TensorType.Shape.Dim[1].DimValue;

    /// <summary>The names of what the encoder gives.</summary>
    public IReadOnlyList<string> Outputs => [.. Model.Graph.Output.Select(output => output.Name)];

    /// <summary>Reads a graph, checks it and gives every node a name.</summary>
    /// <param name="path">Where it comes from.</param>
    /// <param name="bytes">The ONNX file.</param>
    /// <exception cref="BundleException">It is none, or one that cannot be quantised; the message names the node.</exception>
    public static EncoderGraph Parse(string path, byte[] bytes)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new BundleException(path, $"is no ONNX file: {exception.Message.TrimEnd('.')}", exception);
        }

        GraphRules.Check(path, model);
        NameNodes(model.Graph);
        KeepConstantsTogether(model.Graph);
        return new EncoderGraph(path, model);
    }

    /// <summary>The constant of that name, or null.</summary>
    public TensorProto? Constant(string name) => _constants.GetValueOrDefault(name);

    /// <summary>The constant of that name where its numbers are float32, or null.</summary>
    public TensorProto? FloatConstant(string name) =>
        Constant(name) is { DataType: (int)TensorProto.Types.DataType.Float } tensor ? tensor : null;

    /// <summary>The numbers of a constant.</summary>
    /// <exception cref="BundleException">One of them is not finite.</exception>
    public float[] Numbers(TensorProto tensor, NodeProto node)
    {
        var values = TensorNumbers.Floats(tensor);
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new BundleException(Path, $"the weights \"{tensor.Name}\" of node \"{node.Name}\" hold a value that is not a number");
    }

    /// <summary>The node that gives a tensor, or null for inputs and constants.</summary>
    public NodeProto? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>The nodes that read a tensor.</summary>
    public IReadOnlyList<NodeProto> Consumers(string tensor) => _consumers.TryGetValue(tensor, out var readers) ? readers : [];

    /// <summary>The only node that reads a tensor which is no output of the encoder, or null.</summary>
    public NodeProto? OnlyConsumer(string tensor) => !IsOutput(tensor) && Consumers(tensor) is [var only] ? only : null;

    /// <summary>Whether the encoder gives this tensor.</summary>
    public bool IsOutput(string tensor) => _outputs.Contains(tensor);

    private static void NameNodes(GraphProto graph)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, node) in graph.Node.Index())
        {
            if (node.Name.Length == 0 || !taken.Add(node.Name))
            {
                node.Name = string.Create(CultureInfo.InvariantCulture, $"{(node.Name.Length == 0 ? node.OpType : node.Name)}_n{index}");
                taken.Add(node.Name);
            }
        }
    }

    /// <summary>Exporters write constants as initializers or as nodes; here they are all initializers.</summary>
    private static void KeepConstantsTogether(GraphProto graph)
    {
        foreach (var node in graph.Node.Where(node => node.OpType == "Constant" && node.Attribute is [{ T: not null }]).ToArray())
        {
            var tensor = node.Attribute[0].T.Clone();
            tensor.Name = node.Output[0];
            graph.Initializer.Add(tensor);
            graph.Node.Remove(node);
        }

        graph.ValueInfo.Clear();
    }
}
