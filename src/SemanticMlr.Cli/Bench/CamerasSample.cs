using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Cli.Bench;

/// <summary>One measurement of several cameras; what is slow on purpose is not in it.</summary>
/// <param name="Fps">Frames a second that were recognised, a value a camera.</param>
/// <param name="Ages">Capture to the end of the decisions in milliseconds, a value a frame of any camera.</param>
/// <param name="Dropped">Frames that were dropped, by reason.</param>
/// <param name="Runs">Runs of the image encoder, by their regions.</param>
/// <param name="BareFps">A bare loop over the same sessions in runs of the same sizes; null where the agent had to wait for frames.</param>
internal sealed record CamerasSample(
    IReadOnlyList<double> Fps, double[] Ages, IReadOnlyDictionary<string, long> Dropped, IReadOnlyDictionary<int, long> Runs, double? BareFps)
{
    /// <summary>Frames a second of all cameras.</summary>
    public double TotalFps => Fps.Sum();

    /// <summary>Percentiles of the ages; null where no frame came.</summary>
    public Percentiles? Age => Percentiles.Of(Ages);

    /// <summary>Regions that shared a run of the image encoder, on average.</summary>
    public double RegionsPerRun => Runs.Sum(run => run.Key * run.Value) / (double)Math.Max(1, Runs.Values.Sum());
}
