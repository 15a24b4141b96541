using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>What one number of cameras gave; rates in frames a second.</summary>
/// <param name="Cameras">How many cameras there were.</param>
/// <param name="Fps">Frames that were recognised in all.</param>
/// <param name="LeastFps">The camera that got least, over all rounds.</param>
/// <param name="MostFps">The camera that got most, over all rounds.</param>
/// <param name="Fairness">The least divided by the most: 1 where all get the same.</param>
/// <param name="Age">Capture to the end of the decisions, in milliseconds, over the frames of all rounds.</param>
/// <param name="Dropped">Frames dropped in all rounds, by reason.</param>
/// <param name="RegionsPerRun">Regions that shared a run of the image encoder, on average.</param>
/// <param name="BareFps">A bare loop over the same sessions in runs of the same sizes; null where the agent had to wait for frames.</param>
/// <param name="Ratio">Agent divided by bare loop, round by round; null where there is no bare loop.</param>
/// <param name="Slow">What one slow or hung camera costs these; null where there was none.</param>
internal sealed record CamerasPoint(
    int Cameras,
    Spread Fps,
    double LeastFps,
    double MostFps,
    double Fairness,
    Percentiles Age,
    IReadOnlyDictionary<string, long> Dropped,
    double RegionsPerRun,
    Spread? BareFps,
    Spread? Ratio,
    SlowCameraReport? Slow)
{
    /// <summary>Of the rounds of one number of cameras.</summary>
    /// <param name="rounds">Without a slow camera; at least one, each with frames.</param>
    /// <param name="slowed">With one, round by round; may be empty.</param>
    public static CamerasPoint Of(IReadOnlyList<CamerasSample> rounds, IReadOnlyList<CamerasSample> slowed)
    {
        double[] fps = [.. Enumerable.Range(0, rounds[0].Fps.Count).Select(camera => rounds.Average(round => round.Fps[camera]))];
        var isCompared = rounds[0].BareFps is not null;
        return new CamerasPoint(
            fps.Length,
            Spread.Of(rounds.Select(round => round.TotalFps)),
            fps.Min(),
            fps.Max(),
            fps.Min() / fps.Max(),
            Percentiles.Of([.. rounds.SelectMany(round => round.Ages)])!,
            rounds.SelectMany(round => round.Dropped).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value), StringComparer.Ordinal),
            rounds.Average(round => round.RegionsPerRun),
            isCompared ? Spread.Of(rounds.Select(round => round.BareFps!.Value)) : null,
            isCompared ? Spread.Of(rounds.Select(round => round.TotalFps / round.BareFps!.Value)) : null,
            slowed.Count > 0 ? SlowCameraReport.Of(rounds, slowed) : null);
    }
}
