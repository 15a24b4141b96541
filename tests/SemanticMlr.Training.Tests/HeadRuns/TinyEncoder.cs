using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Tests.HeadRuns;

/// <summary>A frozen encoder of a few hundred bytes: the mean colour of every 8 x 8 pixels, through fixed random weights.</summary>
internal static class TinyEncoder
{
    public const int Size = 32;
    public const int Width = 6;
    private const int Stride = 8;

    /// <summary>Writes <c>encoder.onnx</c>.</summary>
    public static void Write(string folder)
    {
        var random = new Random(5);
        float[] weights = [.. Enumerable.Range(0, Width * 3).SelectMany(_ =>
        {
            var weight = (float)(random.NextDouble() - 0.5) / (Stride * Stride * 64);
            return Enumerable.Repeat(weight, Stride * Stride);
        })];
        var graph = new GraphBuilder("tiny");
        var pixels = graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", Size, Size, 3);
        var planes = graph.Add("Transpose", [pixels], NodeAttribute.Integers("perm", 0, 3, 1, 2));
        var numbers = graph.Add("Cast", [planes], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var features = graph.Add(
            "Conv", [numbers, graph.Constant(weights, Width, 3, Stride, Stride)],
            NodeAttribute.Integers("kernel_shape", Stride, Stride), NodeAttribute.Integers("strides", Stride, Stride));
        var flat = graph.Add("Reshape", [features, graph.Integers(0, Width, -1)]);
        graph.Output("global", graph.Add("Flatten", [graph.Add("GlobalAveragePool", [features])]), "batch", Width);
        graph.Output("patches", graph.Add("Transpose", [flat], NodeAttribute.Integers("perm", 0, 2, 1)), "batch", "patches_count", Width);
        File.WriteAllBytes(Path.Combine(folder, "encoder.onnx"), graph.ToBytes());
    }
}
