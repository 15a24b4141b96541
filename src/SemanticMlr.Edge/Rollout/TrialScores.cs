namespace SemanticMlr.Edge.Rollout;

/// <summary>Logits of the same regions under several label tables.</summary>
/// <param name="Regions">Of each region the index of its picture and the index within it.</param>
/// <param name="Logits">By table, then region, then label.</param>
internal sealed record TrialScores(IReadOnlyList<(int Picture, int Region)> Regions, IReadOnlyList<IReadOnlyList<float[]>> Logits)
{
    /// <summary>The logits of one label in all regions.</summary>
    public float[] Of(int table, int label) => [.. Logits[table].Select(region => region[label])];
}
