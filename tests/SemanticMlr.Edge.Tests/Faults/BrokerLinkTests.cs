using System.Text;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.Faults.Ledgers;
using SemanticMlr.Faults.Proxies;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Faults;

/// <summary>Every fault of the way to a real broker, once: nothing that was taken on is lost, and the session comes back by itself.</summary>
public sealed class BrokerLinkTests
{
    private const string Root = "semanticmlr/site1/line1/device1";

    [Theory]
    [InlineData(ProxyMode.Cut)]
    [InlineData(ProxyMode.BlackHole)]
    [InlineData(ProxyMode.HalfOpen)]
    [InlineData(ProxyMode.Slow)]
    [InlineData(ProxyMode.Trickle)]
    [InlineData(ProxyMode.Reset)]
    [InlineData(ProxyMode.Garbage)]
    internal async Task FaultOfTheLink_LosesNothing(ProxyMode mode)
    {
        using var folder = new TemporaryFolder();
        var ledger = new DeliveryLedger(folder.File("ledger"));
        var isPaced = mode is ProxyMode.Slow or ProxyMode.Trickle;
        await using var broker = await Mosquitto.StartAsync();
        await using var proxy = ChaosProxy.Start(broker.Port, () => new MqttWatch(ledger));
        await using var subscriber = LedgerSubscriber.Start(broker.Port, Root, ledger);
        await using var messaging = await Messaging.StartAsync(proxy.Port, new()
        {
            ["Outbox:LedgerFile"] = folder.File("ledger"),
            ["Mqtt:ConnectTimeout"] = "00:00:01",
            ["Mqtt:AckTimeout"] = isPaced ? "00:00:20" : "00:00:01",
            ["Mqtt:KeepAlive"] = isPaced ? "00:00:20" : "00:00:01",
        });
        await messaging.UntilConnectedAsync();
        Append(messaging, 100);
        await Retry.Until("messages arrive", () => ledger.Arrived("cam1") > 0);

        proxy.Set(mode);
        var before = ledger.Arrived("cam1");
        Append(messaging, 100);
        if (isPaced)
        {
            await Retry.Until("it gets on", () => ledger.Arrived("cam1") > before + 5);
        }
        else
        {
            await Retry.Until("the fault is noticed", () => !messaging.Board.IsConnected);
        }

        Append(messaging, 100);
        proxy.Set(ProxyMode.Pass);

        await Retry.Until("everything went out", () => ledger.Count().Stored == 300 && messaging.Outbox.Count == 0);
        await Retry.Until("everything arrived", () => ledger.Count().Received == 300);
        var counts = ledger.Count();
        TestContext.Current.TestOutputHelper?.WriteLine($"{counts}");
        Assert.Equal((300, 0, 0), (counts.Acknowledged, counts.Lost, counts.Dropped));
        Assert.Empty(ledger.Missing());
    }

    private static void Append(Messaging messaging, int count)
    {
        for (var index = 0; index < count; index++)
        {
            messaging.Get<CameraSequences>().Append("cam1", OutboxClass.Event, (epoch, number) => new OutboxMessage
            {
                Topic = $"{Root}/camera/cam1/detections",
                Payload = Encoding.UTF8.GetBytes($$"""{"epoch":{{epoch}},"seq":{{number}},"text":"{{new string('x', 300)}}"}"""),
                Class = OutboxClass.Event,
                Camera = "cam1",
            });
        }
    }
}
