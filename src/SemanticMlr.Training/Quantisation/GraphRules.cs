using SemanticMlr.Bundles;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>What a graph must fulfil before it can be quantised.</summary>
internal static class GraphRules
{
    /// <summary>Per-channel QuantizeLinear and DequantizeLinear came with operator set 13.</summary>
    public const long OldestOperatorSet = 13;

    /// <summary>The newest operator set whose operators this code knows.</summary>
    public const long NewestOperatorSet = 21;

    private static readonly HashSet<string> Quantised = new(StringComparer.Ordinal)
    {
        "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger",
    };

    /// <summary>Refuses a graph that cannot be quantised.</summary>
    /// <param name="path">Where it comes from.</param>
    /// <param name="model">The graph.</param>
    /// <exception cref="BundleException">The first fault, with the node or the input.</exception>
    public static void Check(string path, ModelProto model)
    {
        if (model.Graph is not { Node.Count: > 0 } graph)
        {
            throw new BundleException(path, "holds no graph");
        }

        var version = model.OpsetImport.Where(entry => entry.Domain is "" or "ai.onnx").Select(entry => entry.Version).DefaultIfEmpty(0).Max();
        if (version is < OldestOperatorSet or > NewestOperatorSet)
        {
            var side = version < OldestOperatorSet ? "too old: scales for each channel came with" : "too new: the newest known is";
            var known = version < OldestOperatorSet ? OldestOperatorSet : NewestOperatorSet;
            throw new BundleException(path, $"operator set {version} is {side} {known}; export the encoder with operator set {OldestOperatorSet} to {NewestOperatorSet}");
        }

        CheckPixels(path, graph);
        foreach (var node in graph.Node)
        {
            if (FaultOf(node) is { } fault)
            {
                throw new BundleException(path, $"node \"{NameOf(node)}\" ({node.OpType}) {fault}");
            }
        }

        if (graph.Initializer.FirstOrDefault(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External) is { } external)
        {
            throw new BundleException(path, $"the weights \"{external.Name}\" lie in a file of their own; save the encoder as one file");
        }
    }

    /// <summary>What people call a node.</summary>
    public static string NameOf(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "";

    private static void CheckPixels(string path, GraphProto graph)
    {
        var pixels = graph.Input.FirstOrDefault(input => input.Name == EncoderGraph.Pixels)?.Type?.TensorType;
        if (pixels is null || pixels.ElemType != (int)TensorProto.Types.DataType.Uint8 || pixels.Shape?.Dim is not [_, var height, var width, var colours])
        {
            throw new BundleException(path, $"has no input \"{EncoderGraph.Pixels}\" of uint8 [B, S, S, 3]");
        }

        if (height.DimValue <= 0 || width.DimValue <= 0 || colours.DimValue != 3)
        {
            throw new BundleException(
                path,
                $"the input \"{EncoderGraph.Pixels}\" has the shape [B, {Side(height)}, {Side(width)}, {Side(colours)}]; height and width must be fixed numbers and colours 3: export the encoder with its size");
        }
    }

    private static string Side(TensorShapeProto.Types.Dimension dimension) =>
        dimension.DimValue > 0 ? $"{dimension.DimValue}" : dimension.DimParam.Length > 0 ? dimension.DimParam : "?";

    private static string? FaultOf(NodeProto node) =>
        node.Domain is not ("" or "ai.onnx") ? $"is of the domain \"{node.Domain}\", whose operators are not supported; export the encoder with standard operators"
        : node.Attribute.Any(attribute => attribute.G is not null || attribute.Graphs.Count > 0) ? "holds a graph of its own, which is not supported; export the encoder without loops and branches"
        : Quantised.Contains(node.OpType) ? "is quantised already; quantise the fp32 form"
        : node.Output.All(output => output.Length == 0) ? "gives nothing"
        : null;
}
