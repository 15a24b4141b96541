using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Explanation;

/// <summary>What the whole region and what its best patches say of a label (sigrl.md 2.6).</summary>
internal static class LabelScores
{
    /// <summary>Optional outputs [B, C] of an explain file: the two scores as the head computes them.</summary>
    public const string Global = "global_score";

    /// <inheritdoc cref="Global"/>
    public const string Local = "local_score";

    /// <summary>Whether the explain file gives both scores.</summary>
    public static bool IsOffered(Head head) => head.Session.Outputs.Contains(Global) && head.Session.Outputs.Contains(Local);

    /// <summary>The scores of the head itself, or null where its explain file does not give them.</summary>
    public static (double Global, double Local)? OfHead(Head head, RecognitionBatch batch, int index, LabelTable table, int label) =>
        IsOffered(head)
            ? (ExplainRun.Output(head, batch, index, table, Global, [1, table.Count])[label],
                ExplainRun.Output(head, batch, index, table, Local, [1, table.Count])[label])
            : null;

    /// <summary>The products of the encoder's vectors with the label's: the global one, and the mean of the highest of the patches.</summary>
    public static (double Global, double Local) OfVectors(RecognitionBatch batch, int index, LabelTable table, int label, int topK)
    {
        var vector = table.Embeddings.AsSpan(label * table.Dimension, table.Dimension);
        var patches = batch.PatchesOf(index);
        var products = new double[patches.Length / table.Dimension];
        for (var patch = 0; patch < products.Length; patch++)
        {
            products[patch] = Product(patches.Slice(patch * table.Dimension, table.Dimension), vector);
        }

        return (Product(batch.GlobalOf(index), vector), products.OrderDescending().Take(topK).DefaultIfEmpty().Average());
    }

    private static double Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => System.Numerics.Tensors.TensorPrimitives.Dot(left, right);
}
