using System.Collections.Concurrent;
using System.Text.Json;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Publishes how cameras do; the last report of each again at every connect.</summary>
public sealed class CameraStatePublisher(CameraSequences sequences, Topics topics, MqttStatusBoard broker, TimeProvider time) : IConnectListener
{
    private readonly ConcurrentDictionary<string, Last> _last = new(StringComparer.Ordinal);

    /// <summary>Publishes one report. While the broker is away only changes of state wait for it.</summary>
    public void Report(string camera, CameraReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var last = _last.GetOrAdd(camera, _ => new Last());
        lock (last.Gate) // until it is appended: what is retained must be the newest
        {
            var isChange = (last.Report?.State, last.Report?.Since) != (report.State, report.Since);
            last.Report = report;
            if (isChange || broker.IsConnected)
            {
                Publish(camera, report);
            }
        }
    }

    void IConnectListener.Connected()
    {
        foreach (var (camera, last) in _last)
        {
            lock (last.Gate)
            {
                if (last.Report is { } report)
                {
                    Publish(camera, report);
                }
            }
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

    private sealed class Last
    {
        public Lock Gate { get; } = new();

        public CameraReport? Report { get; set; }
    }
}
