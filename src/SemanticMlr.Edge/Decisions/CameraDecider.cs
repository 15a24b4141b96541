using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Decisions;

/// <summary>Turns the probabilities of one camera's frames into detections. Not thread-safe.</summary>
internal sealed class CameraDecider(string camera, DecisionOptions options, TimeProvider time, Action<Detection> publish)
{
    private readonly CameraDecisions _decisions = new(options);
    private Frame? _frame;
    private long? _lastFull;

    /// <summary>Starts a frame. What was on and has no place in new rules or regions is turned off under the old ones.</summary>
    public void Begin(Frame frame, DecisionRules rules, IReadOnlyList<NamedRegion> regions)
    {
        _frame = frame;
        var old = _decisions.Rules;
        var closed = _decisions.Use(rules, regions, frame.CapturedAt);
        if (closed.Count > 0)
        {
            Publish(old!.Source, closed, DetectionReason.Change);
        }

        _decisions.Begin();
    }

    /// <summary>Takes the probabilities of one region.</summary>
    public void Take(int region, ReadOnlySpan<float> probabilities) => _decisions.Take(region, probabilities, _frame!.CapturedAt);

    /// <summary>Ends the frame: publishes what there is to say.</summary>
    public void End()
    {
        var source = _decisions.Rules!.Source;
        if (options.Publish == DetectionPublishing.EveryFrame)
        {
            Publish(source, _decisions.Describe(onlyChanged: false), DetectionReason.EveryFrame);
        }
        else if (_decisions.HasChanges)
        {
            Publish(source, _decisions.Describe(onlyChanged: true), DetectionReason.Change);
        }
        else if (_lastFull is not { } last || time.GetElapsedTime(last) >= options.Heartbeat)
        {
            _lastFull = time.GetTimestamp();
            Publish(source, _decisions.Describe(onlyChanged: false), DetectionReason.Heartbeat);
        }

        _frame = null;
    }

    private void Publish(DecisionSource source, IReadOnlyList<RegionDecision> regions, DetectionReason reason) => publish(new Detection
    {
        Camera = camera,
        CapturedAt = _frame!.CapturedAt,
        Timestamp = _frame.Timestamp,
        Frame = _frame.Number,
        Source = source,
        Regions = regions,
        Reason = reason,
    });
}
