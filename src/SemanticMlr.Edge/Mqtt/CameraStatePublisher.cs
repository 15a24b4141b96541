using System.Collections.Concurrent;
using System.Text.Json;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Publishes how cameras do; the last report of each again at every connect.</summary>
public sealed class CameraStatePublisher(CameraSequences sequences, Topics topics, MqttStatusBoard broker, TimeProvider time) : IConnectListener
{
    private readonly ConcurrentDictionary<string, CameraReport> _last = new(StringComparer.Ordinal);

    /// <summary>Publishes one report. While the broker is away only changes of state wait for it.</summary>
    public void Report(string camera, CameraReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var isChange = !_last.TryGetValue(camera, out var last) || (last.State, last.Since) != (report.State, report.Since);
        _last[camera] = report;
        if (isChange || broker.IsConnected)
        {
            Publish(camera, report);
        }
    }

    void IConnectListener.Connected()
    {
        foreach (var (camera, report) in _last)
        {
            Publish(camera, report);
        }
    }

    private void Publish(string camera, CameraReport report) =>
        sequences.Append(camera, OutboxClass.State, (epoch, number) =>
        {
            var now = time.GetUtcNow();
            return new OutboxMessage
            {
                Topic = topics.CameraState(camera),
                Payload = JsonSerializer.SerializeToUtf8Bytes(
                    new CameraStateMessage(
                        1, Guid.CreateVersion7(now), now, epoch, number, camera, report.State, report.Since, Math.Round(report.Fps, 2),
                        report.FrameAge is { } age ? (long)Math.Max(0, age.TotalMilliseconds) : null, report.Reason),
                    MqttJson.Default.CameraStateMessage),
                Class = OutboxClass.State,
                Camera = camera,
                Retain = true,
            };
        });
}
