using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Explanation;

/// <summary>Which labels raise or lower another one through the graph over labels.</summary>
/// <remarks>
/// For each other label the graph is run again on the list without it, which takes all its edges away, and the head is run with the rows that come out; the left-out
/// label keeps its old row, so that everything else in the head (norms and sums over labels) stays as it was. The difference of the logits
/// is what its edges do, directly and through common neighbours. A graph of the nearest labels may take another label in its place.
/// </remarks>
internal static class GraphInfluence
{
    /// <summary>The most labels that are tried: each costs a run of the graph and of the head.</summary>
    public const int Most = 50;

    /// <summary>The labels to try: the nearest by the cosine of their vectors.</summary>
    public static IReadOnlyList<int> Nearest(LabelTable table, int label) =>
    [
        .. Enumerable.Range(0, table.Count).Where(other => other != label)
            .OrderByDescending(other => Cosine(Row(table, label), Row(table, other))).Take(Most),
    ];

    /// <summary>The influences of some labels on one, the strongest first.</summary>
    public static IReadOnlyList<LabelInfluence> Of(
        Bundle bundle, InferenceOptions options, Head head, RecognitionBatch batch, int index, LabelTable table, int label, IReadOnlyList<int> others)
    {
        using var graph = LabelGraph.Open(bundle, bundle.Manifest.Graph!, options);
        var whole = Logit(table.Graph!);
        return
        [
            .. others.Select(other => new LabelInfluence(table.Labels[other].Id, whole - Logit(Without(graph, table, other))))
                .OrderByDescending(influence => Math.Abs(influence.Difference)),
        ];

        double Logit(float[] features) => ExplainRun.Output(head, batch, index, table, Head.Logits, [1, table.Count], features)[label];
    }

    /// <summary>The features of the graph with one label left out; its own row stays.</summary>
    private static float[] Without(LabelGraph graph, LabelTable table, int left)
    {
        var (dimension, start) = (table.Dimension, left * table.Dimension);
        float[] embeddings = [.. table.Embeddings[..start], .. table.Embeddings[(start + dimension)..]];
        var features = graph.Run(embeddings, table.Count - 1);
        return [.. features[..start], .. table.Graph![start..(start + dimension)], .. features[start..]];
    }

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(left, right);

    private static ReadOnlySpan<float> Row(LabelTable table, int label) => table.Embeddings.AsSpan(label * table.Dimension, table.Dimension);
}
