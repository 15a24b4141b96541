using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Decisions;

/// <summary>Decides on every recognised frame, on the pipeline's thread.</summary>
internal sealed class DecisionStage(
    IEnumerable<IDetectionListener> listeners, IOptions<DecisionOptions> options, MessagingMetrics metrics, TimeProvider time) : IRecognitionListener
{
    private readonly IDetectionListener[] _listeners = [.. listeners];
    private readonly Dictionary<string, CameraDecider> _cameras = new(StringComparer.Ordinal);
    private RecognitionSnapshot? _snapshot;
    private DecisionRules? _rules;

    public void Recognized(RecognizedFrame frame)
    {
        if (!_cameras.TryGetValue(frame.Camera, out var camera))
        {
            _cameras.Add(frame.Camera, camera = new CameraDecider(frame.Camera, options.Value, time, Publish));
        }

        camera.Begin(frame.Frame, RulesOf(frame), frame.Regions);
        for (var region = 0; region < frame.Regions.Count; region++)
        {
            camera.Take(region, frame.Probabilities(region));
        }

        camera.End();
    }

    /// <summary>The rules of the frame's snapshot, made once for each.</summary>
    private DecisionRules RulesOf(RecognizedFrame frame)
    {
        var snapshot = frame.Snapshot;
        if (_rules is null || !ReferenceEquals(snapshot, _snapshot) || _rules.Source.Bundle != frame.Bundle)
        {
            var table = snapshot.Table;
            _snapshot = snapshot;
            _rules = new DecisionRules(
                new DecisionSource(frame.Bundle, snapshot.Head, table.List.Id, table.List.Version),
                table.Labels.Select(label => label.Id),
                Enumerable.Range(0, table.Count).Select(snapshot.Threshold),
                options.Value.Hysteresis);
        }

        return _rules;
    }

    private void Publish(Detection detection)
    {
        metrics.Detections.Add();
        foreach (var listener in _listeners)
        {
            listener.Detected(detection);
        }
    }
}
