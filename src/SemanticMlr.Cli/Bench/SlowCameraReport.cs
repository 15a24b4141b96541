using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>What one slow or hung camera costs the others: measured with it, divided by measured without it, round by round.</summary>
/// <param name="Fps">Frames a second of the others.</param>
/// <param name="AgeP50">Median of their ages.</param>
/// <param name="AgeP95">95th percentile of their ages.</param>
internal sealed record SlowCameraReport(Spread Fps, Spread AgeP50, Spread AgeP95)
{
    /// <summary>Of pairs of measurements that were taken one after the other.</summary>
    public static SlowCameraReport Of(IReadOnlyList<CamerasSample> without, IReadOnlyList<CamerasSample> with) => new(
        Ratio(without, with, sample => sample.TotalFps),
        Ratio(without, with, sample => sample.Age!.P50),
        Ratio(without, with, sample => sample.Age!.P95));

    private static Spread Ratio(IReadOnlyList<CamerasSample> without, IReadOnlyList<CamerasSample> with, Func<CamerasSample, double> figure) =>
        Spread.Of(with.Zip(without, (slowed, free) => figure(slowed) / figure(free)));
}
