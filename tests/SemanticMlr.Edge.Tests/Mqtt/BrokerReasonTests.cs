using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Mqtt;

/// <summary>Brokers that refuse, take over, limit, or do not keep to the protocol.</summary>
public sealed class BrokerReasonTests
{
    [Theory]
    [InlineData(0x86, "BadUserNameOrPassword")]
    [InlineData(0x87, "NotAuthorized")]
    [InlineData(0x8A, "Banned")]
    [InlineData(0x85, "ClientIdentifierNotValid")]
    public async Task RefusalThatOnlyAPersonCanLift_IsTriedSlowly(byte code, string name)
    {
        await using var broker = StubBroker.Start(greeting: () => code);
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:Reconnect:Refused"] = "00:30:00" });

        await Retry.Until("the refusal is visible", () => messaging.Board.Status.State == MqttSessionState.Refused);
        Assert.Contains($"{name} (0x{code:X2}", messaging.Board.Status.Reason, StringComparison.Ordinal);
        Assert.Contains("Trying again in 00:30:00", messaging.Log, StringComparison.Ordinal);
        Assert.Equal(1, broker.Connects);
    }

    [Theory]
    [InlineData(0x88)] // server unavailable
    [InlineData(0x89)] // server busy
    [InlineData(0x97)] // quota exceeded
    [InlineData(0x9F)] // connection rate exceeded
    public async Task RefusalThatPasses_IsTriedAgainSoon(byte code)
    {
        var tries = 0;
        await using var broker = StubBroker.Start(greeting: () => Interlocked.Increment(ref tries) < 4 ? code : (byte)0);
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:Reconnect:Refused"] = "00:30:00" });
        Publish(messaging, 1);

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Equal(3, messaging.Get<MessagingMetrics>().ConnectFailures.Value);
    }

    [Theory]
    [InlineData(0x8E, MqttSessionState.TakenOver, "client id")]
    [InlineData(0x87, MqttSessionState.Refused, "NotAuthorized")]
    [InlineData(0x98, MqttSessionState.Refused, "AdministrativeAction")]
    public async Task ConnectionThatIsTakenAway_IsGivenUpForLong_WithAClearState_AndNothingIsLost(byte code, MqttSessionState state, string reason)
    {
        await using var broker = StubBroker.Start(fault: _ => code);
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:Reconnect:Refused"] = "00:30:00" });
        Publish(messaging, 3);

        await Retry.Until("the state says so", () => messaging.Board.Status.State == state);
        Assert.Contains(reason, messaging.Board.Status.Reason, StringComparison.Ordinal);
        Assert.Contains("Trying again in 00:30:00", messaging.Log, StringComparison.Ordinal);
        Assert.Equal(1, broker.Connects);
        Assert.Equal(3, messaging.Outbox.CountOf(OutboxClass.Event));
    }

    [Fact]
    public async Task QuotaThatIsExceeded_LosesNothing_HoweverOften()
    {
        var refusals = 0;
        await using var broker = StubBroker.Start(acknowledgement: (topic, id) =>
            topic.EndsWith("/detections", StringComparison.Ordinal) && Interlocked.Increment(ref refusals) <= 12 ? [0x40, 3, .. id, 0x97] : [0x40, 2, .. id]);
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:Attempts"] = "2", ["Mqtt:Reconnect:Longest"] = "00:00:00.100" });
        Publish(messaging, 3);

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Equal(0, messaging.Get<MessagingMetrics>().Refused.Value);
        Assert.True(refusals > 12);
    }

    [Fact]
    public async Task BrokerThatAcknowledgesUnknownPackets_IsLeft_AndNothingIsLost()
    {
        var wrong = 0;
        await using var broker = StubBroker.Start(acknowledgement: (_, id) =>
            Interlocked.Increment(ref wrong) <= 40 ? [0x40, 2, 0x77, 0x77] : [0x40, 2, .. id]);
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:Attempts"] = "2", ["Mqtt:AckTimeout"] = "00:00:00.300" });
        Publish(messaging, 5);

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Equal(0, messaging.Get<MessagingMetrics>().Refused.Value);
        Assert.True(messaging.Get<MessagingMetrics>().Published.Value >= 5);
        Assert.True(wrong > 40);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\0\0\0\0\0\0")]
    [InlineData("\x20\x7F")] // a CONNACK that does not come to its end
    public async Task BrokerThatAnswersGarbage_IsNamed_AndTriedAgain(string garbage)
    {
        await using var broker = StubBroker.Start(garbage: System.Text.Encoding.Latin1.GetBytes(garbage));
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:ConnectTimeout"] = "00:00:00.500" });
        Publish(messaging, 2);

        await Retry.Until("it is tried again", () => broker.Connects >= 3);
        await Retry.Until("the state says why", () => messaging.Board.Status is { State: MqttSessionState.Unreachable, Reason: { Length: > 0 } });
        Assert.Contains($"127.0.0.1:{broker.Port}", messaging.Board.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(2, messaging.Outbox.CountOf(OutboxClass.Event));
    }

    [Fact]
    public async Task GarbageInTheMiddle_EndsTheConnection_AndNothingIsLost()
    {
        var bad = 0;
        await using var broker = StubBroker.Start(acknowledgement: (_, id) =>
            Interlocked.Increment(ref bad) <= 30 ? [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, .. id] : [0x40, 2, .. id]);
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:Attempts"] = "2", ["Mqtt:AckTimeout"] = "00:00:01" });
        Publish(messaging, 5);

        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0, TimeSpan.FromSeconds(60));
        Assert.Equal(0, messaging.Get<MessagingMetrics>().Refused.Value);
    }

    [Fact]
    public async Task GarbageInsteadOfAPong_IsNamedAsABrokenProtocol()
    {
        await using var broker = StubBroker.Start(pong: [0, 0]);
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:KeepAlive"] = "00:00:01", ["Mqtt:Reconnect:StableAfter"] = "00:00:10" });

        await Retry.Until("the state says why", () => messaging.Board.Status is { State: MqttSessionState.Unreachable, Reason: { Length: > 0 } });
        Assert.Contains("does not keep to the MQTT protocol", messaging.Board.Status.Reason, StringComparison.Ordinal);
    }

    private static void Publish(Messaging messaging, int count)
    {
        for (var frame = 1; frame <= count; frame++)
        {
            messaging.Get<IDetectionListener>().Detected(Samples.Detection(frame));
        }
    }
}
