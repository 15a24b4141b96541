using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.RandomEncoders;

/// <summary>How pixels enter an encoder: bytes to numbers from -1 to 1, and colours to planes.</summary>
internal static class PixelEntry
{
    private const float HalfRange = 127.5f;

    /// <summary>Declares <c>pixels</c> uint8 [B, S, S, 3] and gives planes [B, 3, S, S].</summary>
    public static string Write(GraphBuilder graph, int size)
    {
        var pixels = graph.Input("pixels", TensorProto.Types.DataType.Uint8, "batch", size, size, 3);
        var numbers = graph.Add("Cast", [pixels], NodeAttribute.Integer("to", (long)TensorProto.Types.DataType.Float));
        var centred = graph.Add("Sub", [graph.Add("Mul", [numbers, graph.Number(1 / HalfRange)]), graph.Number(1)]);
        return graph.Add("Transpose", [centred], NodeAttribute.Integers("perm", 0, 3, 1, 2));
    }
}
