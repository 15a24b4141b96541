using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Supervision;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Supervision;

public sealed class DeliveryProgressTests
{
    private const byte QuotaExceeded = 0x97;

    [Fact]
    public async Task BrokerOverQuota_ThatAnswersAndTakesNothing_IsNoReasonToStartAgain()
    {
        await using var broker = StubBroker.Start(acknowledgement: (_, id) => [0x40, 3, .. id, QuotaExceeded]);
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:Attempts"] = "1" });
        var probe = new DeliveryProgress(
            messaging.Outbox, messaging.Board, messaging.Get<MessagingMetrics>(), messaging.Get<IOptions<MqttOptions>>());
        messaging.Outbox.Append(new OutboxMessage { Topic = "t", Payload = [1], Class = OutboxClass.State });
        await Retry.Until("it was tried", () => broker.Topics.Count(topic => topic == "t") > 1);
        probe.HasProgress();

        var tries = broker.Topics.Count;
        await Retry.Until("it is tried again", () => broker.Topics.Count > tries + 1);
        Assert.True(probe.HasProgress());
        Assert.True(messaging.Outbox.Count > 0);
        Assert.True(probe.Patience > messaging.Get<IOptions<MqttOptions>>().Value.Reconnect.Longest);
    }
}
