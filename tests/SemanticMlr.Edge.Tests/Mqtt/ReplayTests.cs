using Microsoft.Extensions.DependencyInjection;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Mqtt;

/// <summary>What goes out of the outbox after a restart or an outage.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Restart_SendsWhatWaited_InOrder_AsHistorical_UnderItsOldEpochAndTime_AndWhatHoldsNowAsRetained()
    {
        using var folder = new TemporaryFolder();
        var port = Mosquitto.FreePort();
        var review = Samples.Review();
        await using (var first = await Messaging.StartAsync(port, folder: folder.Path))
        {
            first.Get<AgentStatePublisher>().Online("pcb-defects@3", Samples.Provider, Samples.Labels);
            first.Get<CameraStatePublisher>().Report("cam1", new CameraReport("stalled", DateTimeOffset.UnixEpoch, 0, TimeSpan.Zero, null));
            Publish(first, 1, 300);
            first.Get<IReviewListener>().Sampled(review);
        }

        await using var broker = await Mosquitto.StartAsync(port: port);
        await using var subscriber = await Subscriber.ConnectAsync(port);
        await using var second = await Messaging.StartAsync(port, folder: folder.Path);
        second.Get<CameraStatePublisher>().Report("cam1", new CameraReport("online", DateTimeOffset.UnixEpoch, 10, TimeSpan.Zero, null));
        await second.UntilConnectedAsync();
        Publish(second, 301, 303);

        await Retry.Until("everything is acknowledged", () => second.Outbox.Count == 0);
        await subscriber.WaitForJsonAsync("camera/cam1/detections", json => json.GetProperty("epoch").GetInt64() == 2 && json.GetProperty("seq").GetInt64() == 3);
        var detections = subscriber.On("camera/cam1/detections").Select(Subscriber.Json).ToArray();
        Assert.Equal(
            [.. Enumerable.Range(1, 300).Select(number => (1, number)), (2, 1), (2, 2), (2, 3)],
            detections.Select(json => (json.GetProperty("epoch").GetInt32(), json.GetProperty("seq").GetInt32())));
        Assert.All(detections[..300], json => Assert.True(json.GetProperty("historical").GetBoolean()));
        Assert.Equal("2020-01-01T00:00:00.100Z", detections[0].GetProperty("time").GetString());
        var picture = await subscriber.WaitForAsync($"camera/cam1/review/{review.Id}/frame");
        var properties = picture.UserProperties.ToDictionary(each => each.Name, Subscriber.Text);
        Assert.Equal(("true", "1", "2020-01-01T00:00:00.000Z"), (properties["historical"], properties["epoch"], properties["time"]));
        Assert.True((await subscriber.WaitForJsonAsync("camera/cam1/state", json => json.GetProperty("state").GetString() == "stalled")).GetProperty("historical").GetBoolean());

        await using var late = await Subscriber.ConnectAsync(port);
        Assert.Equal("online", (await late.WaitForJsonAsync("camera/cam1/state")).GetProperty("state").GetString());
        Assert.Equal("building-engine", (await late.WaitForJsonAsync("state")).GetProperty("state").GetString());
        Assert.Single(late.On("camera/cam1/state"));
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task BacklogAtASlowPace_LetsStatesPass_AndKeepsItsOrder()
    {
        using var folder = new TemporaryFolder();
        var port = Mosquitto.FreePort();
        await using (var first = await Messaging.StartAsync(port, folder: folder.Path))
        {
            Publish(first, 1, 2_000);
        }

        await using var broker = await Mosquitto.StartAsync(port: port);
        await using var subscriber = await Subscriber.ConnectAsync(port);
        await using var second = await Messaging.StartAsync(port, new() { ["Mqtt:ReplayRate"] = "50" }, folder: folder.Path);
        await subscriber.WaitForAsync("camera/cam1/detections");
        second.Get<CameraStatePublisher>().Report("cam1", new CameraReport("online", DateTimeOffset.UnixEpoch, 10, TimeSpan.Zero, null));

        await subscriber.WaitForJsonAsync("camera/cam1/state");
        Assert.True(second.Outbox.CountOf(OutboxClass.Event) > 500);
        await Retry.Until("some came", () => subscriber.On("camera/cam1/detections").Count >= 20);
        var numbers = subscriber.On("camera/cam1/detections").Select(message => Subscriber.Json(message).GetProperty("seq").GetInt32()).ToArray();
        Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
    }

    [Fact]
    public async Task StopWhileTheBrokerHangs_IsNotHeldUp_AndWhatWaitedIsStillThere()
    {
        using var folder = new TemporaryFolder();
        await using var broker = await Mosquitto.StartAsync();
        await using (var first = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:AckTimeout"] = "00:05:00", ["Mqtt:StopTimeout"] = "00:00:01" }, folder: folder.Path))
        {
            await first.UntilConnectedAsync();
            await Retry.Until("everything is acknowledged", () => first.Outbox.Count == 0);
            broker.Freeze();
            Publish(first, 1, 100);
            await first.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.Equal(MqttSessionState.Stopped, first.Board.Status.State);
        }

        broker.Thaw();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var second = await Messaging.StartAsync(broker.Port, folder: folder.Path);
        await Retry.Until("all of it arrives", () => subscriber.On("camera/cam1/detections")
            .Select(message => Subscriber.Json(message).GetProperty("seq").GetInt32()).Distinct().Order().SequenceEqual(Enumerable.Range(1, 100)));
    }

    [Fact]
    public async Task AnswerThatWaited_IsHistorical_WithTheTimeThatIsLeft_AndOneThatIsVoidIsCountedInstead()
    {
        using var folder = new TemporaryFolder();
        var port = Mosquitto.FreePort();
        await using (var first = await Messaging.StartAsync(port, folder: folder.Path))
        {
            Append(first, "void", TimeSpan.FromSeconds(0.1));
            Append(first, "answer", TimeSpan.FromHours(1));
            await first.Outbox.StoreAsync();
            await Retry.Until("both are old", () => HealthOf(first).Gauges["mlr.outbox.age.seconds.state"] > 1);
        }

        await using var broker = await Mosquitto.StartAsync(port: port);
        await using var subscriber = await Subscriber.ConnectAsync(port);
        await using var messaging = await Messaging.StartAsync(port, folder: folder.Path);

        var answer = await subscriber.WaitForAsync("answer");
        Assert.True(Subscriber.Json(answer).GetProperty("historical").GetBoolean());
        Assert.InRange(answer.MessageExpiryInterval, 1U, 3_599U);
        await Retry.Until("nothing waits", () => messaging.Outbox.Count == 0);
        Assert.Empty(subscriber.On("void"));
        Assert.Equal(1, HealthOf(messaging).Counters["mlr.outbox.dropped.state.age"]);

        static void Append(Messaging messaging, string topic, TimeSpan expiry) => messaging.Outbox.Append(new OutboxMessage
        {
            Topic = $"semanticmlr/site1/line1/device1/{topic}",
            Payload = "{\"ok\":true}"u8.ToArray(),
            Class = OutboxClass.State,
            Expiry = expiry,
        });
    }

    [Fact]
    public async Task StateThatGoesOutLateWhileTheConnectionStands_IsMarkedAndRetained()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:InFlight"] = "1", ["Mqtt:LateAfter"] = "00:00:01", ["Mqtt:AckTimeout"] = "00:01:00", ["Mqtt:KeepAlive"] = "00:01:00" });
        await messaging.UntilConnectedAsync();
        messaging.Get<CameraStatePublisher>().Report("cam1", new CameraReport("online", DateTimeOffset.UnixEpoch, 10, TimeSpan.Zero, null));
        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0);
        broker.Freeze();
        Publish(messaging, 1, 1); // is under way as the only one
        await messaging.Outbox.StoreAsync();
        messaging.Get<CameraStatePublisher>().Report("cam1", new CameraReport("offline", DateTimeOffset.UnixEpoch, 0, TimeSpan.Zero, null));
        await Retry.Until("it is old", () => HealthOf(messaging).Gauges["mlr.outbox.age.seconds.state"] > 1.5);
        broker.Thaw();
        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0);

        await using var late = await Subscriber.ConnectAsync(broker.Port);
        var state = await late.WaitForJsonAsync("camera/cam1/state");
        Assert.Equal(("offline", true), (state.GetProperty("state").GetString(), state.GetProperty("historical").GetBoolean()));
        Assert.Equal(1, messaging.Get<MessagingMetrics>().Connects.Value);
    }

    [Fact]
    public async Task ClockThatJumps_BreaksNothing()
    {
        var time = new JumpingTime();
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:KeepAlive"] = "00:00:01" }, services => services.AddSingleton<TimeProvider>(time));
        await messaging.UntilConnectedAsync();
        Publish(messaging, 1, 1);
        await subscriber.WaitForAsync("camera/cam1/detections");
        foreach (var hours in (int[])[1, -2, 1])
        {
            time.Jump(TimeSpan.FromHours(hours));
            Publish(messaging, 1, 1);
        }

        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0 && subscriber.On("camera/cam1/detections").Count == 4);
        Assert.DoesNotContain(subscriber.On("camera/cam1/detections"), message => Subscriber.Json(message).TryGetProperty("historical", out _));
        broker.Freeze();
        await Retry.Until("the silence is noticed", () => !messaging.Board.IsConnected, TimeSpan.FromSeconds(10));
        broker.Thaw();
        await messaging.UntilConnectedAsync();
    }

    private static HealthReport HealthOf(Messaging messaging)
    {
        var health = new HealthReport();
        messaging.Outbox.Contribute(health);
        return health;
    }

    private static void Publish(Messaging messaging, int first, int last)
    {
        for (var frame = first; frame <= last; frame++)
        {
            messaging.Get<IDetectionListener>().Detected(Samples.Detection(frame));
        }
    }
}
