using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Cli.Bench;

/// <summary>Where the time of a frame goes while the agent is kept busy, in milliseconds (p50 of the last frames).</summary>
/// <param name="Preprocess">Cutting and resampling its regions.</param>
/// <param name="Encode">The image encoder.</param>
/// <param name="Head">The head and the calibration.</param>
/// <param name="HandOver">Decisions, review and messages.</param>
/// <param name="Between">What is left of the time from one frame to the next: waiting for the frame, and waking up.</param>
internal sealed record StageReport(double Preprocess, double Encode, double Head, double HandOver, double Between)
{
    /// <summary>Of the frames that a pipeline saw last.</summary>
    /// <param name="pipeline">The pipeline; a frame is a batch.</param>
    /// <param name="fps">Its frames a second.</param>
    public static StageReport Of(PipelineMetrics pipeline, double fps)
    {
        var (preprocess, encode, head, handOver) =
            (pipeline.Preprocess.Read()!.P50, pipeline.Encode.Read()!.P50, pipeline.Score.Read()!.P50, pipeline.HandOver.Read()!.P50);
        return new StageReport(preprocess, encode, head, handOver, 1_000 / fps - preprocess - encode - head - handOver);
    }
}
