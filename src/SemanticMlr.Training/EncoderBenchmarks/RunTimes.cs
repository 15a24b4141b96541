using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>How long runs of one thing took, all rounds together, in milliseconds.</summary>
/// <param name="Runs">How many.</param>
/// <param name="P50">The middle.</param>
/// <param name="P90">Nine in ten took no longer.</param>
/// <param name="P99">Ninety-nine in a hundred took no longer.</param>
/// <param name="Rounds">The middles of the rounds.</param>
public sealed record RunTimes(int Runs, double P50, double P90, double P99, Spread Rounds)
{
    /// <summary>Of at least one round with at least one run each.</summary>
    /// <param name="rounds">The milliseconds of each round's runs.</param>
    public static RunTimes Of(IReadOnlyList<IReadOnlyList<double>> rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        double[] all = [.. rounds.SelectMany(round => round).Order()];
        return new RunTimes(all.Length, At(all, 50), At(all, 90), At(all, 99), Spread.Of(rounds.Select(Median)));
    }

    /// <summary>The middle of some runs.</summary>
    public static double Median(IReadOnlyList<double> runs) => Spread.Of(runs).Median;

    /// <summary>Nearest rank.</summary>
    private static double At(double[] sorted, int percent) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
}
