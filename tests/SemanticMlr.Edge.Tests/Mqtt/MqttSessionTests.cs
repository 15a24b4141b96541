using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Mqtt;

public sealed class MqttSessionTests
{
    [Fact]
    public async Task EveryKindOfMessage_ReachesASubscriber_AndFitsItsSchema()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var messaging = await Messaging.StartAsync(broker.Port);
        await messaging.UntilConnectedAsync();

        messaging.Get<AgentStatePublisher>().Online("pcb-defects@3", Samples.Provider, Samples.Labels);
        messaging.Get<CameraStatePublisher>().Report(
            "cam1", new CameraReport("offline", DateTimeOffset.UnixEpoch, 0, null, "the file does not exist"));
        Publish(messaging, 1, 1);
        var review = Samples.Review();
        messaging.Get<IReviewListener>().Sampled(review);

        var detection = await subscriber.WaitForAsync("camera/cam1/detections");
        Assert.Equal("application/json", detection.ContentType);
        Assert.Equal(MQTTnet.Protocol.MqttPayloadFormatIndicator.CharacterData, detection.PayloadFormatIndicator);
        Assert.Equal(MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, detection.QualityOfServiceLevel);
        Assert.InRange(detection.MessageExpiryInterval, 3_500u, 3_600u);
        var json = Subscriber.Json(detection);
        Assert.Equal("2020-01-01T00:00:00.100Z", json.GetProperty("time").GetString());
        Assert.Equal(1, json.GetProperty("epoch").GetInt64());
        Assert.Equal(1, json.GetProperty("seq").GetInt64());
        Assert.Equal(0.97, json.GetProperty("regions")[0].GetProperty("labels")[0].GetProperty("score").GetDouble());
        Assert.Equal('7', json.GetProperty("id").GetString()![14]);

        var item = await subscriber.WaitForJsonAsync("camera/cam1/review");
        Assert.Equal(2, item.GetProperty("seq").GetInt64());
        var frame = await subscriber.WaitForAsync($"camera/cam1/review/{review.Id}/frame");
        Assert.Equal("image/jpeg", frame.ContentType);
        Assert.Equal(1_000, frame.Payload.Length);
        var properties = frame.UserProperties.ToDictionary(each => each.Name, Subscriber.Text);
        Assert.Equal(review.Id.ToString(), properties["id"]);
        Assert.Equal(review.Sha256, properties["sha256"]);
        Assert.Equal("2020-01-01T00:00:00.000Z", properties["time"]);
        Assert.Equal(("1", "1", "false"), (properties["epoch"], properties["seq"], properties["historical"]));

        await subscriber.WaitForJsonAsync("labels");
        var state = await subscriber.WaitForJsonAsync("state", each => each.GetProperty("state").GetString() == "online");
        Assert.Equal("cpu", state.GetProperty("provider").GetProperty("active").GetString());
        await subscriber.WaitForJsonAsync("camera/cam1/state");
        Assert.Empty(subscriber.Faults);
        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0);
    }

    [Fact]
    public async Task BrokerStoppedAndStartedAgainInTheMiddle_NoEventIsLost_OrderHolds_AndLateOnesSaySo()
    {
        await using var broker = await Mosquitto.StartAsync("allow_anonymous true\npersistence true");
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port, configure: options => options
            .WithClientId("subscriber").WithCleanStart(false).WithSessionExpiryInterval(3_600));
        await using var messaging = await Messaging.StartAsync(broker.Port, new() { ["Mqtt:InFlight"] = "4" });
        messaging.Get<AgentStatePublisher>().Online("pcb-defects@3", Samples.Provider, Samples.Labels);
        messaging.Get<CameraStatePublisher>().Report("cam1", new CameraReport("online", DateTimeOffset.UnixEpoch, 10, TimeSpan.Zero, null));
        await messaging.UntilConnectedAsync();
        Publish(messaging, 1, 200);
        await subscriber.WaitForAsync("camera/cam1/detections");

        await broker.StopAsync();
        Publish(messaging, 201, 300);
        await Retry.Until("the state says why", () => messaging.Board.Status is { State: MqttSessionState.Unreachable, Reason: not null });
        var review = Samples.Review("cam2", 200_000);
        messaging.Get<IReviewListener>().Sampled(review);
        await broker.StartAgainAsync();
        await subscriber.ReconnectAsync();

        await subscriber.WaitForJsonAsync("camera/cam1/detections", json => json.GetProperty("seq").GetInt64() == 300);
        var numbers = subscriber.On("camera/cam1/detections").Select(each => Subscriber.Json(each).GetProperty("seq").GetInt64()).Distinct();
        Assert.Equal(Enumerable.Range(1, 300).Select(number => (long)number), numbers);
        var last = Subscriber.Json(subscriber.On("camera/cam1/detections")[^1]);
        Assert.True(last.GetProperty("historical").GetBoolean());
        Assert.False(Subscriber.Json(subscriber.On("camera/cam1/detections")[0]).TryGetProperty("historical", out _));
        var picture = await subscriber.WaitForAsync($"camera/cam2/review/{review.Id}/frame");
        Assert.Equal(200_000, picture.Payload.Length);
        Assert.Contains(picture.UserProperties, each => each.Name == "historical" && Subscriber.Text(each) == "true");
        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0);
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task BrokerThatLostEverything_HasAllRetainedMessagesAfterTheReconnect()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var messaging = await Messaging.StartAsync(broker.Port);
        messaging.Get<AgentStatePublisher>().Online("pcb-defects@3", Samples.Provider, Samples.Labels);
        messaging.Get<CameraStatePublisher>().Report("cam1", new CameraReport("stalled", DateTimeOffset.UnixEpoch, 0, TimeSpan.Zero, null));
        await messaging.UntilConnectedAsync();
        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0);

        await broker.KillAsync();
        await Retry.Until("the loss is noticed", () => !messaging.Board.IsConnected);
        await broker.StartAgainAsync();
        await messaging.UntilConnectedAsync();
        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0);

        await using var late = await Subscriber.ConnectAsync(broker.Port);
        var state = await late.WaitForAsync("state", each => Subscriber.Json(each).GetProperty("state").GetString() == "online");
        Assert.True(state.Retain);
        Assert.True((await late.WaitForAsync("labels")).Retain);
        Assert.True((await late.WaitForAsync("camera/cam1/state")).Retain);
        Assert.Contains("no longer knows the session", messaging.Log, StringComparison.Ordinal);
        Assert.Empty(late.Faults);
    }

    [Fact]
    public async Task Stop_SendsWhatWaits_SaysStopped_AndTheWillIsNotPublished()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var messaging = await Messaging.StartAsync(broker.Port);
        await messaging.UntilConnectedAsync();
        Publish(messaging, 1, 100);

        await messaging.StopAsync();

        await subscriber.WaitForJsonAsync("state", json => json.GetProperty("state").GetString() == "stopped");
        Assert.Equal(100, subscriber.On("camera/cam1/detections").Count);
        Assert.Equal(MqttSessionState.Stopped, messaging.Board.Status.State);
        await using var late = await Subscriber.ConnectAsync(broker.Port);
        Assert.Equal("stopped", (await late.WaitForJsonAsync("state")).GetProperty("state").GetString());
        Assert.DoesNotContain(subscriber.On("state"), each => Subscriber.Json(each).GetProperty("state").GetString() == "offline");
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task FaultThatNobodyForesaw_IsSaid_AndTheSessionIsTriedAgain()
    {
        await using var broker = await Mosquitto.StartAsync();
        var announcer = new FaultyAnnouncer { Faults = 2 };
        await using var messaging = await Messaging.StartAsync(
            broker.Port, configure: services => services.AddSingleton<IConnectListener>(announcer));

        await Retry.Until("it is tried again", () => announcer.Faults < 0 && messaging.Outbox.Count == 0);
        Assert.True(messaging.Board.IsConnected);
        Assert.Contains("no number at all", messaging.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopWhileATryFails_IsAnOrdinaryStop()
    {
        await using var broker = await Mosquitto.StartAsync();
        var announcer = new FaultyAnnouncer { Faults = 1 };
        announcer.Gate.Reset();
        await using var messaging = await Messaging.StartAsync(
            broker.Port, configure: services => services.AddSingleton<IConnectListener>(announcer));
        var session = messaging.Get<IEnumerable<IHostedService>>().OfType<MqttSession>().Single();
        await messaging.UntilConnectedAsync();

        var stop = session.StopAsync(TestContext.Current.CancellationToken);
        announcer.Gate.Set(); // the stop was asked for before
        await stop;

        Assert.True(session.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(MqttSessionState.Stopped, messaging.Board.Status.State);
    }

    [Fact]
    public async Task Online_SaysStateAndLabelsInOneReport()
    {
        await using var messaging = await Messaging.StartAsync(Mosquitto.FreePort());
        var before = messaging.Outbox.Count;
        messaging.Get<AgentStatePublisher>().Online("pcb-defects@3", Samples.Provider, Samples.Labels);

        Assert.Equal(before + 2, messaging.Outbox.Count);
        await messaging.Outbox.StoreAsync();
        Assert.True(messaging.Outbox.TryTake(out var state));
        using var json = JsonDocument.Parse(state.Message.Payload);
        Assert.Equal("online", json.RootElement.GetProperty("state").GetString());
        Assert.Equal("pcb", json.RootElement.GetProperty("list").GetProperty("id").GetString());
        Assert.True(messaging.Outbox.TryTake(out var labels));
        Assert.EndsWith("/labels", labels.Message.Topic, StringComparison.Ordinal);
    }

    private static void Publish(Messaging messaging, int first, int last)
    {
        for (var frame = first; frame <= last; frame++)
        {
            messaging.Get<IDetectionListener>().Detected(Samples.Detection(frame));
        }
    }

    private sealed class FaultyAnnouncer : IConnectListener
    {
        public ManualResetEventSlim Gate { get; } = new(initialState: true);

        /// <summary>Faults to come; below zero after a connect without one.</summary>
        public int Faults { get; set; }

        public void Connected()
        {
            Gate.Wait();
            if (Faults-- > 0)
            {
                throw new FormatException("no number at all");
            }
        }
    }
}
