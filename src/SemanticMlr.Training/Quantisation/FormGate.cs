using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Decides by what was measured whether a form enters the bundle.</summary>
internal static class FormGate
{
    /// <summary>How far the golden outputs of a form may be off on another machine, relative to their largest value.</summary>
    /// <remarks>
    /// Integer sums are the same everywhere, but where they are rounded to 8 bits one step may fall to the other side: 0.05 for the CPU. TensorRT chooses its
    /// own places to round, which were only imitated here: 0.1, the most that a golden set allows. float16 keeps three digits: 0.02.
    /// </remarks>
    public static double ToleranceOf(EncoderPrecision precision, EncoderTarget target) =>
        precision == EncoderPrecision.Fp16 ? 0.02 : target == EncoderTarget.Cpu ? 0.05 : 0.1;

    /// <summary>What a manifest says of the speed: the median of the rounds, but at most 1 where its interval does not lie above 1: chance does not count as faster.</summary>
    public static double SpeedUpOf(Spread rounds) => rounds.Low > 1 ? rounds.Median : Math.Min(1, rounds.Median);

    /// <summary>The report with the verdict.</summary>
    public static FormReport Judge(FormReport report, QuantisationRunOptions options)
    {
        var most = options.Settings.MaxMapLoss;
        var faults = new List<string>();
        if (report.MapChange < -most)
        {
            faults.Add(FormattableString.Invariant($"mAP fell by {-report.MapChange:f2} points, allowed are {most}"));
        }

        if (report.SpeedUp is { Low: <= 1 } speedUp)
        {
            faults.Add(FormattableString.Invariant(
                $"it is not shown to be faster than fp32 on this processor ({speedUp.Median:f2} times as fast in the median, but the 95 % interval of the median begins at {speedUp.Low:f2})"));
        }

        var isPassed = faults.Count == 0;
        var reason = string.Join("; ", faults);
        return report with
        {
            Entered = isPassed || options.KeepsAll,
            Verdict = isPassed
                ? report.SpeedUp is null ? $"entered, not measured on {report.Target}: the agent does not take it until it was"
                : report.MapChange < EncoderMeasurement.WorstMapChange ? $"entered on request, never taken by the agent: it loses more than {-EncoderMeasurement.WorstMapChange} points of mAP"
                : "entered: good enough and faster, the agent takes it on the CPU"
                : options.KeepsAll ? $"entered on request, never taken by the agent: {reason}" : $"left out: {reason}",
        };
    }
}
