using System.Text.Json;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Writes detections into the outbox.</summary>
internal sealed class DetectionPublisher(
    CameraSequences sequences, Topics topics, IOptions<MqttOptions> options, MessagingMetrics metrics, TimeProvider time) : IDetectionListener
{
    public void Detected(Detection detection)
    {
        var age = time.GetElapsedTime(detection.Timestamp);
        metrics.Aged(age);
        sequences.Append(detection.Camera, OutboxClass.Event, (epoch, number) => new OutboxMessage
        {
            Topic = topics.Detections(detection.Camera),
            Payload = JsonSerializer.SerializeToUtf8Bytes(Compose(detection, age, epoch, number), MqttJson.Default.DetectionMessage),
            Class = OutboxClass.Event,
            Camera = detection.Camera,
            Expiry = options.Value.EventExpiry,
        });
    }

    private DetectionMessage Compose(Detection detection, TimeSpan age, long epoch, long number) => new(
        1,
        Guid.CreateVersion7(time.GetUtcNow()),
        detection.CapturedAt,
        epoch,
        number,
        detection.Camera,
        detection.Frame,
        (long)Math.Max(0, Math.Round(age.TotalMilliseconds)),
        detection.Source.Bundle,
        detection.Source.Head,
        new ListReference(detection.Source.ListId, detection.Source.ListVersion),
        [.. detection.Regions.Select(region => new DetectedRegion(region.Region, [.. region.Labels.Select(Compose)]))],
        detection.Reason);

    private static DetectedLabel Compose(LabelDecision label) =>
        new(label.Label, Math.Round(label.Score, 4), label.On ? LabelSwitch.On : LabelSwitch.Off, label.Since);
}
