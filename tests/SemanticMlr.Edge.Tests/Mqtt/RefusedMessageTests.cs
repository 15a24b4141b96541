using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Mqtt;

public sealed class RefusedMessageTests
{
    [Fact]
    public async Task MessageThatTheBrokerRefuses_IsSetAside_CountedAndSaid_AndStopsNothingBehindIt()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.File("acl"), "topic write semanticmlr/+/+/+/state\ntopic write semanticmlr/+/+/+/camera/cam2/#\ntopic read #\n",
            TestContext.Current.CancellationToken);
        await using var broker = await Mosquitto.StartAsync($"allow_anonymous true\nacl_file {folder.File("acl")}");
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:Attempts"] = "2" });
        await messaging.UntilConnectedAsync();

        messaging.Get<IDetectionListener>().Detected(Samples.Detection(1, "cam1"));
        messaging.Get<IDetectionListener>().Detected(Samples.Detection(2, "cam2"));

        await subscriber.WaitForAsync("camera/cam2/detections");
        await Retry.Until("it is set aside", () => messaging.Get<MessagingMetrics>().Refused.Value == 1);
        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Contains("refused a message on semanticmlr/site1/line1/device1/camera/cam1/detections: NotAuthorized (0x87)", messaging.Log, StringComparison.Ordinal);
        Assert.True(messaging.Board.IsConnected);
    }

    [Fact]
    public async Task MessageThatIsNoMqtt_IsSetAside_AndStopsNothingBehindIt()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var messaging = await Messaging.StartAsync(broker.Port);
        await messaging.UntilConnectedAsync();
        messaging.Outbox.Append(new OutboxMessage { Topic = "answers/#", Payload = [1], Class = OutboxClass.State });
        messaging.Get<IDetectionListener>().Detected(Samples.Detection(1));

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Equal(1, messaging.Get<MessagingMetrics>().Refused.Value);
        Assert.True(messaging.Board.IsConnected);
    }

    [Fact]
    public async Task MessageThatIsTooLargeWithItsTopic_IsSetAside_AndStopsNothingBehindIt()
    {
        await using var broker = await Mosquitto.StartAsync("allow_anonymous true\nmax_packet_size 2000");
        await using var messaging = await Messaging.StartAsync(broker.Port);
        await messaging.UntilConnectedAsync();
        messaging.Outbox.Append(new OutboxMessage { Topic = new string('a', 100), Payload = new byte[1_950], Class = OutboxClass.State });
        messaging.Get<IDetectionListener>().Detected(Samples.Detection(1));

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Equal(1, messaging.Get<MessagingMetrics>().Refused.Value);
        Assert.Equal(1, messaging.Get<MessagingMetrics>().Connects.Value);
        Assert.Contains("the broker takes at most 2000", messaging.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokerThatTakesFewMessagesAtOnce_GetsNoMore()
    {
        await using var broker = StubBroker.Start(receiveMaximum: 2, acknowledgesLate: true);
        await using var messaging = await Messaging.StartAsync(broker.Port);
        Publish(messaging, "cam1", 10);

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Equal(2, broker.MostUnderWay);
    }

    [Theory]
    [InlineData(0x95, 2)] // packet too large: as often as a refused message is tried
    [InlineData(0, 20)] // without a word
    public async Task MessageForWhichTheBrokerClosesTheConnection_IsFound_SetAside_AndStopsNothingBehindIt(byte reason, int deliveries)
    {
        await using var broker = StubBroker.Start(fault: topic => topic.Contains("poison", StringComparison.Ordinal) ? reason : null);
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:Attempts"] = "2" });
        Publish(messaging, "cam1", 5);
        Publish(messaging, "poison", 1);
        Publish(messaging, "cam2", 5);

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Equal(1, messaging.Get<MessagingMetrics>().Refused.Value);
        Assert.Contains($"closed {deliveries} connections while a message on semanticmlr/site1/line1/device1/camera/poison", messaging.Log, StringComparison.Ordinal);
        Assert.InRange(broker.Topics.Count(topic => topic.Contains("poison", StringComparison.Ordinal)), deliveries, deliveries + 1);
        Assert.InRange(broker.Topics.Count(topic => topic.Contains("cam2", StringComparison.Ordinal)), 5, 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x8B)] // server shutting down
    public async Task BrokerThatClosesEveryConnection_LosesNoMessage(byte reason)
    {
        var connections = 0;
        await using var broker = StubBroker.Start(fault: _ => Interlocked.Increment(ref connections) <= 60 ? reason : null);
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:Attempts"] = "2" });
        Publish(messaging, "cam1", 5);

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Equal(0, messaging.Get<MessagingMetrics>().Refused.Value);
        Assert.True(connections > 60);
    }

    [Fact]
    public async Task CameraReports_WhileTheBrokerIsAway_WaitOnlyWhereTheStateChanged()
    {
        await using var messaging = await Messaging.StartAsync(Mosquitto.FreePort());
        var publisher = messaging.Get<CameraStatePublisher>();
        var report = new CameraReport("online", DateTimeOffset.UnixEpoch, 10, TimeSpan.Zero, null);
        var before = messaging.Outbox.Count;
        publisher.Report("cam1", report);
        publisher.Report("cam1", report with { Fps = 11 });
        publisher.Report("cam1", report with { State = "offline", Since = DateTimeOffset.UnixEpoch.AddDays(1) });

        Assert.Equal(before + 2, messaging.Outbox.Count);
    }

    private static void Publish(Messaging messaging, string camera, int count)
    {
        for (var frame = 1; frame <= count; frame++)
        {
            messaging.Get<IDetectionListener>().Detected(Samples.Detection(frame, camera));
        }
    }
}
