using System.Numerics.Tensors;

namespace SemanticMlr.Labels;

/// <summary>Two labels that the model can hardly tell apart.</summary>
/// <param name="Id">One label.</param>
/// <param name="Other">The other.</param>
/// <param name="Cosine">The cosine of the angle between their embeddings, up to 1.</param>
public sealed record SimilarLabels(string Id, string Other, double Cosine)
{
    /// <summary>Pairs above a cosine, the most alike first.</summary>
    /// <param name="table">The labels.</param>
    /// <param name="cosine">The cosine from which two count as alike.</param>
    /// <param name="isOfInterest">Whether pairs with a label, by its index, are looked for.</param>
    public static IReadOnlyList<SimilarLabels> Find(LabelTable table, double cosine, Func<int, bool> isOfInterest)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(isOfInterest);
        var pairs = new List<SimilarLabels>();
        for (var index = 0; index < table.Count; index++)
        {
            for (var other = index + 1; other < table.Count; other++)
            {
                if (!isOfInterest(index) && !isOfInterest(other))
                {
                    continue;
                }

                var found = TensorPrimitives.CosineSimilarity<float>(RowOf(table, index), RowOf(table, other));
                if (found >= cosine)
                {
                    pairs.Add(new SimilarLabels(table.Labels[index].Id, table.Labels[other].Id, Math.Min(1, found)));
                }
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Cosine)];
    }

    private static ReadOnlySpan<float> RowOf(LabelTable table, int row) => table.Embeddings.AsSpan(row * table.Dimension, table.Dimension);
}
