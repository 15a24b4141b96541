using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Mqtt;

public sealed class BrokerFaultTests : IDisposable
{
    private const string Secret = "Zeisig-47-Geheim";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task BrokerThatAcceptsAndNeverAnswers_IsGivenUpAndTriedAgain()
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        await using var messaging = await Messaging.StartAsync(
            ((IPEndPoint)hole.LocalEndpoint).Port, new() { ["Mqtt:ConnectTimeout"] = "00:00:00.300" });

        using var first = await hole.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var second = await hole.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await Retry.Until("the reason is visible", () => messaging.Board.Status is
        { State: MqttSessionState.Unreachable, Reason: { } reason } && reason.Contains("did not answer within", StringComparison.Ordinal));
        var watch = Stopwatch.StartNew();
        await messaging.StopAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task BrokerThatFreezes_IsNoticedByItsSilence_AndNothingIsLost()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:AckTimeout"] = "00:00:00.500", ["Mqtt:ConnectTimeout"] = "00:00:00.500" });
        await messaging.UntilConnectedAsync();
        await subscriber.WaitForAsync("state");

        broker.Freeze();
        messaging.Get<IDetectionListener>().Detected(Samples.Detection(1));
        await Retry.Until("the silence is noticed", () => !messaging.Board.IsConnected);
        broker.Thaw();

        await subscriber.WaitForAsync("camera/cam1/detections");
        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0);
        Assert.Contains("did not acknowledge", messaging.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokerThatFreezesWhileNothingIsSent_IsNoticedByTheKeepAlive()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:AckTimeout"] = "00:00:01", ["Mqtt:ConnectTimeout"] = "00:00:00.500", ["Mqtt:KeepAlive"] = "00:00:01" });
        await messaging.UntilConnectedAsync();
        await Retry.Until("everything is acknowledged", () => messaging.Outbox.Count == 0);

        broker.Freeze();
        await Retry.Until("the silence is noticed", () => !messaging.Board.IsConnected, TimeSpan.FromSeconds(10));
        broker.Thaw();
        await messaging.UntilConnectedAsync();
    }

    [Fact]
    public async Task WrongPassword_IsRefusedWithItsCode_TriedSlowly_AndNoSecretIsSaid()
    {
        await using var broker = await PasswordBrokerAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("password"), Secret + "x\n", TestContext.Current.CancellationToken);
        await using var messaging = await Messaging.StartAsync(broker.Port, new()
        {
            ["Mqtt:UserName"] = "edge",
            ["Mqtt:Password:File"] = folder.File("password"),
            ["Mqtt:Reconnect:Refused"] = "00:00:01",
        });

        await Retry.Until("the refusal is visible", () => messaging.Board.Status.State == MqttSessionState.Refused);
        Assert.Matches("refused the connection: (NotAuthorized|BadUserNameOrPassword) \\(0x8[67].*Check the user \"edge\"", messaging.Board.Status.Reason);
        Assert.Contains("Trying again in 00:00:01", messaging.Log, StringComparison.Ordinal);

        // A corrected file is read at the next try.
        await File.WriteAllTextAsync(folder.File("password"), Secret + "\n", TestContext.Current.CancellationToken);
        await messaging.UntilConnectedAsync();
        await messaging.StopAsync();
        Assert.DoesNotContain(Secret, messaging.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PasswordFromTheEnvironment_LetsIn_AndNoSecretReachesATopicOrLog()
    {
        Environment.SetEnvironmentVariable("SEMANTICMLR_TEST_PASSWORD", Secret);
        await using var broker = await PasswordBrokerAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port, configure: options => options.WithCredentials("edge", Secret));
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:UserName"] = "edge", ["Mqtt:Password:Variable"] = "SEMANTICMLR_TEST_PASSWORD" });
        await messaging.UntilConnectedAsync();
        messaging.Get<IDetectionListener>().Detected(Samples.Detection(1));
        await subscriber.WaitForAsync("camera/cam1/detections");
        await messaging.StopAsync();
        await subscriber.WaitForAsync("state", each => Subscriber.Json(each).GetProperty("state").GetString() == "stopped");

        Assert.DoesNotContain(Secret, messaging.Log, StringComparison.Ordinal);
        Assert.All(subscriber.Messages, each => Assert.DoesNotContain(
            Secret, System.Text.Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(each.Payload)) + each.Topic, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PasswordFileThatIsNotThere_IsSaid_AndTriedAgain()
    {
        await using var broker = await PasswordBrokerAsync();
        using var folder = new TemporaryFolder();
        await using var messaging = await Messaging.StartAsync(broker.Port, new()
        {
            ["Mqtt:UserName"] = "edge",
            ["Mqtt:Password:File"] = folder.File("password"),
            ["Mqtt:Reconnect:Refused"] = "00:00:00.200",
        });
        await Retry.Until("the fault is visible", () => messaging.Board.Status.State == MqttSessionState.Misconfigured);
        Assert.Contains(folder.File("password"), messaging.Board.Status.Reason, StringComparison.Ordinal);

        await File.WriteAllTextAsync(folder.File("password"), Secret, TestContext.Current.CancellationToken);
        await messaging.UntilConnectedAsync();
    }

    [Fact]
    public async Task ClientThatTakesTheId_IsNamedAsTheCause()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:ClientId"] = "edge7", ["Mqtt:Reconnect:Initial"] = "00:10:00", ["Mqtt:Reconnect:Longest"] = "00:10:00" });
        await messaging.UntilConnectedAsync();

        await using var other = await Subscriber.ConnectAsync(broker.Port, configure: options => options.WithClientId("edge7"));

        await Retry.Until("the cause is said", () => messaging.Log.Contains("same client id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task KilledAgent_IsReportedOfflineByTheWill_WithTheTimeOfTheConnect()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var messaging = await Messaging.StartAsync(
            broker.Port, new() { ["Mqtt:ClientId"] = "edge7", ["Mqtt:Reconnect:Initial"] = "00:10:00", ["Mqtt:Reconnect:Longest"] = "00:10:00" });
        await messaging.UntilConnectedAsync();
        var connected = (await subscriber.WaitForJsonAsync("state")).GetProperty("time").GetDateTimeOffset();

        // The same id again: the broker drops the agent without a goodbye of its own.
        await using var other = await Subscriber.ConnectAsync(broker.Port, configure: options => options.WithClientId("edge7"));

        var will = await subscriber.WaitForAsync("state", each => Subscriber.Json(each).GetProperty("state").GetString() == "offline");
        Assert.InRange(Subscriber.Json(will).GetProperty("time").GetDateTimeOffset(), connected.AddSeconds(-5), connected);
        Assert.Empty(subscriber.Faults);
    }

    private async Task<Mosquitto> PasswordBrokerAsync()
    {
        var file = _folder.File("passwords");
        await Tool.RunAsync("mosquitto_passwd", "-b", "-c", file, "edge", Secret);
        return await Mosquitto.StartAsync($"allow_anonymous false\npassword_file {file}");
    }
}
