using System.Diagnostics;
using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>The agent under a service manager: what is stuck is started again, what is only dead outside is not.</summary>
public sealed class WatchdogTests
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task AnInferenceThatHangs_IsStartedAgainWithinTwoIntervals()
    {
        using var bundle = new TinyBundle();
        bundle.Replace("encoder.onnx", TinyGraphs.HangingEncoder());
        using var camera = new SwitchedCamera();
        await using var broker = await Mosquitto.StartAsync();
        await using var systemd = new PlayedSystemd(Configuration(bundle.Folder, broker.Port, camera.Source), Watchdog, isAbstract: true);
        await Retry.Until("the agent gets on", () => systemd.Count("WATCHDOG=1") >= 3);
        Assert.Contains(systemd.Messages, message => message.StartsWith("EXTEND_TIMEOUT_USEC=", StringComparison.Ordinal));
        Assert.Equal(1, systemd.Count("READY=1"));
        Assert.Empty(systemd.Kills);

        var hung = Stopwatch.GetTimestamp();
        camera.ShowBright();
        await Retry.Until("the watchdog runs out", () => systemd.Kills.Count == 1, 4 * Watchdog);
        camera.ShowDark();

        Assert.InRange(Stopwatch.GetElapsedTime(hung, systemd.Kills[0]), Watchdog, 2 * Watchdog);
        Assert.Contains(systemd.Messages, message => message.StartsWith("STATUS=Stuck: recognition. A batch is under way", StringComparison.Ordinal));
        await Retry.Until("the agent is back and gets on", () => systemd.Count("READY=1") == 2 && systemd.Count("WATCHDOG=1") > 6);
        Assert.Empty(systemd.ExitCodes);
    }

    [Fact]
    public async Task ADeadCameraAndADeadBroker_AreNoReasonToStartAgain()
    {
        using var bundle = new TinyBundle();
        using var folder = new TemporaryFolder();
        await using var systemd = new PlayedSystemd(
            Configuration(bundle.Folder, Mosquitto.FreePort(), folder.File("nothing.mp4")), TimeSpan.FromSeconds(4));
        await Retry.Until("the agent is ready", () => systemd.Count("READY=1") == 1);

        await Retry.Until("twelve signs of life, three intervals long", () => systemd.Count("WATCHDOG=1") >= 12);
        await systemd.Agent.StopAsync();
        await Retry.Until("the end", () => systemd.ExitCodes.Count == 1);

        Assert.Empty(systemd.Kills);
        Assert.Equal(0, systemd.ExitCodes[0]);
        Assert.Equal(1, systemd.Count("STOPPING=1"));
        Assert.Contains(systemd.Messages, message => message.StartsWith("STATUS=0 of 1 cameras online", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AWorkerThatFails_EndsTheProcessWithACodeThatIsNotZero()
    {
        using var bundle = new TinyBundle();
        bundle.Replace("encoder.onnx", TinyGraphs.FailingEncoder());
        using var camera = new SwitchedCamera();
        camera.ShowBright();
        await using var agent = AgentProcess.Start(Configuration(bundle.Folder, Mosquitto.FreePort(), camera.Source));

        Assert.Equal(ExitCodes.WorkerFailed, await agent.WaitAsync());
        Assert.Contains("Gather", agent.Log, StringComparison.Ordinal);
    }

    internal static JsonObject Configuration(string bundle, int port, string source) => new()
    {
        ["Recognition"] = new JsonObject { ["Bundle"] = bundle, ["Inference"] = new JsonObject { ["Threads"] = 1, ["Providers"] = new JsonArray("Cpu") } },
        ["Capture"] = new JsonObject { ["Cameras"] = new JsonArray(new JsonObject { ["Name"] = "cam1", ["Source"] = source, ["DetectFrozen"] = false }) },
        ["Mqtt"] = new JsonObject { ["Host"] = "127.0.0.1", ["Port"] = port, ["Reconnect"] = new JsonObject { ["Longest"] = "00:00:00.500" } },
    };
}
