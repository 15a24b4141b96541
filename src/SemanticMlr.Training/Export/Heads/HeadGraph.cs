using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export.Heads;

/// <summary>What the graphs of all heads share. An input is declared when it is first read, so a graph declares only what it uses.</summary>
internal abstract class HeadGraph
{
    public const string Logits = "logits";

    private readonly HeadSettings _settings;
    private readonly HeadGraphOptions _options;
    private string? _global;
    private string? _patches;
    private string? _labels;
    private string? _features;

    protected HeadGraph(string name, MatchingHead head, HeadGraphOptions options)
    {
        (_settings, _options) = (head.Settings, options);
        Nodes = new GraphBuilder(options.Explain ? $"{name}_explain" : name);
    }

    protected GraphBuilder Nodes { get; }

    protected HeadGraphOptions Options => _options;

    /// <summary>Global features [B, D].</summary>
    protected string Global => _global ??= Nodes.Input("global", TensorProto.Types.DataType.Float, "batch", _settings.Dimension);

    /// <summary>Patch features [B, P, D].</summary>
    protected string Patches => _patches ??= Nodes.Input("patches", TensorProto.Types.DataType.Float, "batch", _options.Patches, _settings.Dimension);

    /// <summary>Embeddings of the labels [C, D], centred where the head was trained on such.</summary>
    protected string Labels => _labels ??= UnitRows.Centred(
        Nodes, Nodes.Input("label_embeddings", TensorProto.Types.DataType.Float, "labels", _settings.Dimension), _options.Centre);

    /// <summary>Outputs of the label graph [C, D]; the embeddings where the head was trained without one.</summary>
    protected string Features => _features ??= _options.LabelGraph
        ? Nodes.Input("label_graph", TensorProto.Types.DataType.Float, "labels", _settings.Dimension)
        : Labels;

    /// <summary>The finished file.</summary>
    public byte[] ToBytes()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        Nodes.Output(Logits, Write(), "batch", "labels");
        return Nodes.ToBytes();
    }

    /// <summary>Writes the head and returns its logits [B, C].</summary>
    protected abstract string Write();

    /// <summary>The output <c>relevance</c> [B, P, C] of an explain file, from evidence [B, C, P].</summary>
    protected void Explain(Func<string> evidence)
    {
        if (_options.Explain)
        {
            Nodes.Output("relevance", Swapped(evidence()), "batch", _options.Patches, "labels");
        }
    }

    protected string Compared(string rows) => _settings.Normalise ? Unit(rows) : rows;

    /// <summary>Divides by the length along the last axis.</summary>
    protected string Unit(string rows) => UnitRows.Write(Nodes, rows);

    /// <summary>Vectors [.., D] against rows [C, D]: [.., C].</summary>
    protected string Products(string vectors, string rows) =>
        Nodes.Add("MatMul", [vectors, Nodes.Add("Transpose", [rows], NodeAttribute.Integers("perm", 1, 0))]);

    /// <summary>The mean of the largest values along the last axis, which counts the patches.</summary>
    protected string MeanOfBest(string values)
    {
        var best = Nodes.Add("TopK", [values, Nodes.Integers(Math.Min(_settings.TopK, _options.Patches))], 2, NodeAttribute.Integer("axis", -1))[0];
        return Nodes.Add("ReduceMean", [best], NodeAttribute.Integers("axes", -1), NodeAttribute.Integer("keepdims", 0));
    }

    /// <summary>Exchanges the last two of three axes.</summary>
    protected string Swapped(string value) => Nodes.Add("Transpose", [value], NodeAttribute.Integers("perm", 0, 2, 1));

    protected string Linear(TorchSharp.Modules.Linear layer, string value)
    {
        var product = Nodes.Add("MatMul", [value, Nodes.Weight(layer.weight!.t())]);
        return layer.bias is { } bias ? Sum(product, Nodes.Weight(bias)) : product;
    }

    protected string Line(string value, Tensor scale, Tensor bias) => Sum(Product(value, Nodes.Weight(scale)), Nodes.Weight(bias));

    protected string Sum(string left, string right) => Nodes.Add("Add", [left, right]);

    protected string Product(string left, string right) => Nodes.Add("Mul", [left, right]);

    /// <summary>Adds up along the last axis.</summary>
    protected string Total(string value) => Nodes.Add("ReduceSum", [value, Nodes.Integers(-1)], NodeAttribute.Integer("keepdims", 0));
}
