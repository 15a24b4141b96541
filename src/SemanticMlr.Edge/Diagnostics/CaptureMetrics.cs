using System.Diagnostics.Metrics;

namespace SemanticMlr.Edge.Diagnostics;

/// <summary>What the cameras count.</summary>
public sealed class CaptureMetrics(IMeterFactory meterFactory)
{
    /// <summary>The name of the agent's meter.</summary>
    public const string MeterName = "SemanticMlr.Edge";

    private readonly Counter<long> _grabbed = meterFactory.Create(MeterName)
        .CreateCounter<long>("mlr.capture.frames.grabbed", unit: "{frame}", description: "Frames grabbed from cameras.");

    private readonly Counter<long> _dropped = meterFactory.Create(MeterName)
        .CreateCounter<long>("mlr.capture.frames.dropped", unit: "{frame}", description: "Frames that were not handed on, by reason.");

    private readonly Counter<long> _opened = meterFactory.Create(MeterName)
        .CreateCounter<long>("mlr.capture.opened", unit: "{source}", description: "How often a camera's source was opened.");

    internal void FrameGrabbed(string camera) => _grabbed.Add(1, Tag("camera", camera));

    internal void FramesDropped(string camera, string reason, long count) => _dropped.Add(count, Tag("camera", camera), Tag("reason", reason));

    internal void SourceOpened(string camera) => _opened.Add(1, Tag("camera", camera));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
