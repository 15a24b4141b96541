using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Review;

namespace SemanticMlr.Edge.Tests.Support;

/// <summary>Things to publish.</summary>
internal static class Samples
{
    public static DecisionSource Source { get; } = new("pcb-defects@3", "mkt", "pcb", 7);

    public static ProviderReport Provider { get; } =
        new("cpu", "encoder-fp32.onnx", "fp32", 0.0001, [new ProviderFailure("cuda", "no CUDA device was found")]);

    public static LabelsReport Labels { get; } = new("pcb", 7, 3, [new LabelReport("short", "a short", "critical", 0.5, true)]);

    public static Detection Detection(long frame, string camera = "cam1") => new()
    {
        Camera = camera,
        CapturedAt = DateTimeOffset.UnixEpoch.AddYears(50).AddMilliseconds(frame * 100),
        Timestamp = TimeProvider.System.GetTimestamp(),
        Frame = frame,
        Source = Source,
        Regions = [new RegionDecision("r1c2", [new LabelDecision("short", 0.97f, true, DateTimeOffset.UnixEpoch.AddYears(50))])],
        Reason = DetectionReason.Change,
    };

    public static ReviewItem Review(string camera = "cam1", int bytes = 1_000, int heatMapBytes = 0) => new()
    {
        Id = Guid.CreateVersion7(),
        Camera = camera,
        CapturedAt = DateTimeOffset.UnixEpoch.AddYears(50),
        Frame = 12,
        Source = Source,
        Reason = ReviewReason.NewList,
        Labels = ["short"],
        Regions = [new ReviewRegion("whole", 0, 0, 640, 480, new Dictionary<string, double> { ["short"] = 0.51, ["open"] = 0.02 })],
        Jpeg = new byte[bytes],
        Sha256 = new string('a', 64),
        Width = 320,
        Height = 240,
        HeatMaps = heatMapBytes > 0 ? [new ReviewHeatMap("short", new byte[heatMapBytes], new string('b', 64))] : [],
        SourceWidth = 640,
        SourceHeight = 480,
    };
}
