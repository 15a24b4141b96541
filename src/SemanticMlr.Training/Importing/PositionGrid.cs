using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Importing;

/// <summary>Tells the size of images from a vision transformer's weights: one position a patch and one for the class token.</summary>
internal static class PositionGrid
{
    /// <summary>The side of the image, or null where the weights do not tell.</summary>
    public static int? SizeOf(GraphProto graph)
    {
        var weights = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
        {
            weights[tensor.Name] = tensor;
        }

        // The patch embedding: a convolution [W, 3, k, k] that steps by its own size.
        var embedding = graph.Node.FirstOrDefault(node => node.OpType == "Conv"
            && node.Input.Count > 1
            && weights.GetValueOrDefault(node.Input[1])?.Dims is [_, 3, var rows, var columns]
            && rows == columns
            && node.Attribute.FirstOrDefault(attribute => attribute.Name == "strides")?.Ints is [var down, var across]
            && down == rows
            && across == columns);
        if (embedding is null)
        {
            return null;
        }

        var (width, patch) = (weights[embedding.Input[1]].Dims[0], weights[embedding.Input[1]].Dims[2]);
        long[] sides = [.. weights.Values.Select(tensor => RowsOf(tensor, width)).Select(rows => SideOf(rows - 1)).OfType<long>().Distinct()];
        return sides is [var side] ? (int)(side * patch) : null;
    }

    private static long RowsOf(TensorProto tensor, long width) => tensor.Dims switch
    {
        [var rows, var columns] when columns == width => rows,
        [1, var rows, var columns] when columns == width => rows,
        _ => 0,
    };

    /// <summary>The side of a square grid of at least 2 x 2. A weight of the attention has as many rows as columns: its number of rows less one is no square in any usual width.</summary>
    private static long? SideOf(long places)
    {
        var side = (long)Math.Round(Math.Sqrt(Math.Max(0, places)));
        return side > 1 && side * side == places ? side : null;
    }
}
