using System.Text.Json;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Tests.Support;

namespace SemanticMlr.Edge.Tests.Mqtt;

public sealed class CameraStatePublisherTests
{
    [Fact]
    public async Task ReportDuringAConnect_IsAlwaysPublishedLast()
    {
        await using var messaging = await Messaging.StartAsync(Mosquitto.FreePort(), new() { ["Outbox:Durability"] = "ProcessCrash" });
        var publisher = messaging.Get<CameraStatePublisher>();
        IConnectListener announcer = publisher;
        publisher.Report("cam1", new CameraReport("online", DateTimeOffset.UnixEpoch, 0, null, null));
        using var start = new Barrier(2);
        const int Rounds = 2_000;
        var connects = Task.Run(
            () =>
            {
                for (var round = 1; round <= Rounds; round++)
                {
                    start.SignalAndWait();
                    announcer.Connected();
                    start.SignalAndWait();
                }
            },
            TestContext.Current.CancellationToken);
        var stale = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            start.SignalAndWait(TestContext.Current.CancellationToken);
            publisher.Report("cam1", new CameraReport("online", DateTimeOffset.UnixEpoch.AddSeconds(round), round, null, null));
            start.SignalAndWait(TestContext.Current.CancellationToken);
            await messaging.Outbox.StoreAsync();
            var last = 0.0;
            while (messaging.Outbox.TryTake(out var entry))
            {
                using var json = JsonDocument.Parse(entry.Message.Payload);
                last = json.RootElement.GetProperty("fps").GetDouble();
                messaging.Outbox.Remove(entry);
            }

            stale += last == round ? 0 : 1;
        }

        await connects;
        Assert.Equal(0, stale);
    }
}
