using System.Diagnostics.Metrics;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>What the pipeline does and how long each stage takes.</summary>
public sealed class PipelineMetrics : IHealthContributor
{
    private readonly Histogram<double> _stage;

    /// <summary>Creates the instruments.</summary>
    public PipelineMetrics(IMeterFactory meterFactory)
    {
        ArgumentNullException.ThrowIfNull(meterFactory);
        var meter = meterFactory.Create(EdgeMeter.Name);
        Frames = new Tally(meter, "mlr.pipeline.frames", "{frame}");
        Regions = new Tally(meter, "mlr.pipeline.regions", "{region}");
        _stage = meter.CreateHistogram<double>("mlr.pipeline.stage.duration", "ms");
    }

    /// <summary>Frames recognised.</summary>
    public Tally Frames { get; }

    /// <summary>Regions recognised.</summary>
    public Tally Regions { get; }

    /// <summary>Runs of the image encoder by their regions.</summary>
    public RunSizes Runs { get; } = new();

    /// <summary>Capture to the begin of the batch, a frame.</summary>
    public StageTimes Wait { get; } = new();

    /// <summary>Time of the image path of a batch.</summary>
    public StageTimes Preprocess { get; } = new();

    /// <summary>Time of the image encoder for a batch.</summary>
    public StageTimes Encode { get; } = new();

    /// <summary>Time of the head for a batch.</summary>
    public StageTimes Score { get; } = new();

    /// <summary>Time in which a batch is decided on and handed over: decisions, review, messages.</summary>
    public StageTimes HandOver { get; } = new();

    /// <summary>Capture to the end of the decisions, a frame.</summary>
    public StageTimes Age { get; } = new();

    /// <inheritdoc/>
    public void Contribute(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        report.Counter(Frames.Name, Frames.Value);
        report.Counter(Regions.Name, Regions.Value);
        report.Duration("wait", Wait);
        report.Duration("preprocess", Preprocess);
        report.Duration("encode", Encode);
        report.Duration("head", Score);
        report.Duration("hand-over", HandOver);
        report.Duration("decided", Age);
    }

    internal void BatchDone(int frames, int regions, TimeSpan preprocess, TimeSpan encode, TimeSpan score)
    {
        Frames.Add(frames);
        Regions.Add(regions);
        Record(Preprocess, "preprocess", preprocess);
        Record(Encode, "encode", encode);
        Record(Score, "head", score);
    }

    internal void HandedOver(TimeSpan elapsed) => Record(HandOver, "hand-over", elapsed);

    internal void FrameWaited(TimeSpan wait) => Record(Wait, "wait", wait);

    internal void FrameAged(TimeSpan age) => Record(Age, "decided", age);

    private void Record(StageTimes times, string stage, TimeSpan elapsed)
    {
        times.Add(elapsed);
        _stage.Record(elapsed.TotalMilliseconds, new KeyValuePair<string, object?>("stage", stage));
    }
}
