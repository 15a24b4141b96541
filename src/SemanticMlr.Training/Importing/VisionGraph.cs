using Google.Protobuf;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>Edits an image model into the bundle's contract: <c>pixels</c> in, <c>global</c> and <c>patches</c> out. Nodes and weights that are there stay as they are.</summary>
/// <remarks>
/// The tail (last norm, projection) treats every row of a batch alike. So it is written a second time over all patches of all images, stacked as rows:
/// what it does to a class token it then does to each of them, whatever nodes it is made of.
/// </remarks>
internal sealed class VisionGraph
{
    private const string Prefix = "semanticmlr/";

    private readonly VisionModel _source;
    private readonly ModelProto _model;
    private readonly GraphProto _graph;

    private VisionGraph(VisionModel source)
    {
        _source = source;
        _model = source.File.Model.Clone();
        _graph = _model.Graph;
    }

    /// <summary>The edited file.</summary>
    /// <param name="source">The model.</param>
    /// <param name="image">Mean and spread.</param>
    public static byte[] Write(VisionModel source, ImageSpecification image) => new VisionGraph(source).Build(image);

    /// <summary>The tail alone, as a model from one picked vector to one embedding: what expected patches are computed with.</summary>
    public static ModelProto Tail(VisionModel source)
    {
        var tail = source.Tail!;
        var model = source.File.Model.Clone();
        var needed = new HashSet<NodeProto>(tail.Nodes, ReferenceEqualityComparer.Instance);
        var nodes = source.File.Model.Graph.Node
            .Where(node => needed.Contains(node) || node.Output.All(output => output.Length == 0 || source.Index.IsConstant(output)))
            .Select(node => node.Clone())
            .ToArray();
        model.Graph.Node.Clear();
        model.Graph.Node.AddRange(nodes);
        var read = nodes.SelectMany(node => node.Input).ToHashSet(StringComparer.Ordinal);
        var weights = model.Graph.Initializer.Where(tensor => read.Contains(tensor.Name)).ToArray();
        model.Graph.Initializer.Clear();
        model.Graph.Initializer.AddRange(weights);
        model.Graph.Input.Clear();
        model.Graph.Input.Add(Describe(tail.Entry, TensorProto.Types.DataType.Float, ["row", .. source.Shape.Entry]));
        model.Graph.Output.Clear();
        OnnxRun.Show(model, tail.Output);
        return model;
    }

    private byte[] Build(ImageSpecification image)
    {
        foreach (var name in new[] { "pixels", "global", "patches" })
        {
            if (name != _source.Input && name != _source.Output && _source.Index.Has(name))
            {
                throw new BundleException(_source.File.Path, $"has a value of its own named \"{name}\", which the contract takes; rename it");
            }
        }

        var (input, output) = (Renamed(_source.Input), Renamed(_source.Output));
        _graph.Input.Remove(_graph.Input.First(entry => entry.Name == _source.Input));
        _graph.Input.Insert(0, Describe("pixels", TensorProto.Types.DataType.Uint8, ["batch", image.Size, image.Size, 3]));
        _graph.Output.Clear();
        (string Value, long Count)? patches = _source.Tail is { } tail ? Patches(tail) : null;
        Normalise(input, image);
        Output("global", output, ["batch", _source.Shape.Dimension]);
        if (patches is { } all)
        {
            Output("patches", all.Value, ["batch", all.Count, _source.Shape.Dimension]);
        }

        _model.ProducerName = "SemanticMlr.Training";
        return _model.ToByteArray();
    }

    /// <summary>The name under which nodes go on reading a value whose name the contract takes.</summary>
    private string Renamed(string value)
    {
        if (value is not ("pixels" or "global" or "patches"))
        {
            return value;
        }

        foreach (var node in _graph.Node)
        {
            ValueNames.Replace(node, value, Prefix + value);
        }

        return Prefix + value;
    }

    /// <summary>Bytes [B, S, S, 3] to normalised planes: (x / 255 - mean) / std.</summary>
    private void Normalise(string input, ImageSpecification image)
    {
        float[] scale = [.. image.Std.Select(std => (float)(1 / (255 * std)))];
        float[] shift = [.. image.Mean.Zip(image.Std, (mean, std) => (float)(-mean / std))];
        NodeProto[] nodes =
        [
            Node("Transpose", ["pixels"], Prefix + "planes", NodeAttribute.Integers("perm", 0, 3, 1, 2)),
            Node("Cast", [Prefix + "planes"], Prefix + "numbers", NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float)),
            Node("Mul", [Prefix + "numbers", Constant("scale", scale)], Prefix + "scaled"),
            Node("Add", [Prefix + "scaled", Constant("shift", shift)], input),
        ];
        for (var place = 0; place < nodes.Length; place++)
        {
            _graph.Node.Insert(place, nodes[place]);
        }

        string Constant(string name, float[] values)
        {
            _graph.Initializer.Add(TensorData.Of(Prefix + name, values, 1, 3, 1, 1));
            return Prefix + name;
        }
    }

    /// <summary>The tail over all patches as rows.</summary>
    private (string Value, long Count) Patches(EmbeddingTail tail)
    {
        var (features, entry) = (_source.Shape.Features, _source.Shape.Entry);
        long count;
        var rows = Prefix + "places";
        if (tail.Kind == PickKind.MapMean)
        {
            count = features[1] * features[2];
            _graph.Node.Add(Node("Transpose", [tail.Features], rows, NodeAttribute.Integers("perm", 0, 2, 3, 1)));
        }
        else
        {
            var first = tail.Kind == PickKind.ClassToken ? 1 : 0;
            count = features[0] - first;
            _graph.Node.Add(Node("Slice", [tail.Features, Integers("from", first), Integers("to", features[0]), Integers("axis", 1)], rows));
        }

        var stacked = Prefix + "rows";
        _graph.Node.Add(Node("Reshape", [rows, Integers("row-shape", [-1, .. entry])], stacked));
        var made = tail.Nodes.SelectMany(node => node.Output).Where(value => value.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var node in tail.Nodes)
        {
            var copy = node.Clone();
            copy.Name = Prefix + "patch/" + node.Name;
            Redirect(copy.Input);
            Redirect(copy.Output);
            _graph.Node.Add(copy);
        }

        var result = Prefix + "patch-embeddings";
        var embedded = tail.Nodes.Count == 0 ? stacked : Prefix + "patch/" + tail.Output;
        _graph.Node.Add(Node("Reshape", [embedded, Integers("patch-shape", -1, count, _source.Shape.Dimension)], result));
        return (result, count);

        void Redirect(Google.Protobuf.Collections.RepeatedField<string> names)
        {
            for (var place = 0; place < names.Count; place++)
            {
                names[place] = names[place] == tail.Entry ? stacked : made.Contains(names[place]) ? Prefix + "patch/" + names[place] : names[place];
            }
        }
    }

    private string Integers(string name, params ReadOnlySpan<long> values)
    {
        _graph.Initializer.Add(TensorData.Of(Prefix + name, values, values.Length));
        return Prefix + name;
    }

    private void Output(string name, string value, object[] shape)
    {
        _graph.Node.Add(Node("Identity", [value], name));
        _graph.Output.Add(Describe(name, TensorProto.Types.DataType.Float, shape));
    }

    private static NodeProto Node(string operation, string[] inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { Name = output + "/node", OpType = operation, Output = { output } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        return node;
    }

    private static ValueInfoProto Describe(string name, TensorProto.Types.DataType type, object[] shape) => ValueNames.Describe(name, type, shape);
}
