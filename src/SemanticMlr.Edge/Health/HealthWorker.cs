using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Health;

/// <summary>Publishes counters and percentiles of all stages at fixed intervals.</summary>
internal sealed class HealthWorker(
    HealthSnapshot snapshot,
    MessageOutbox outbox,
    MqttStatusBoard broker,
    Topics topics,
    AgentEpoch epoch,
    IOptions<HealthOptions> options,
    TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            if (broker.IsConnected)
            {
                outbox.Append(Compose()); // old health helps nobody
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private OutboxMessage Compose()
    {
        var report = snapshot.Take();
        var now = time.GetUtcNow();
        var message = new HealthMessage(
            1, Guid.CreateVersion7(now), now, epoch.Value, report.Counters, report.Gauges, report.Milliseconds);
        return new OutboxMessage
        {
            Topic = topics.Health,
            Payload = JsonSerializer.SerializeToUtf8Bytes(message, HealthJson.Default.HealthMessage),
            Class = OutboxClass.State,
            Expiry = 3 * options.Value.Interval,
        };
    }
}
