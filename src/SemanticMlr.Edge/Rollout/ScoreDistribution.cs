namespace SemanticMlr.Edge.Rollout;

/// <summary>How probabilities are distributed.</summary>
internal sealed record ScoreDistribution(double Min, double P50, double P90, double P99, double Max)
{
    /// <summary>The distribution of some values, rounded to four digits; nearest rank.</summary>
    public static ScoreDistribution Of(IEnumerable<float> values)
    {
        var sorted = values.Order().ToArray();
        double At(double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)], 4);
        return new ScoreDistribution(At(0), At(0.5), At(0.9), At(0.99), At(1));
    }
}
