using System.Text.Json.Nodes;
using SemanticMlr.Faults.Processes;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Cli.Tests;

/// <summary>The agent as it is shipped, on a tiny bundle and a simulated camera, behind a real broker of its own.</summary>
internal sealed class LiveAgent : IAsyncDisposable
{
    private readonly TinyBundle _bundle = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Mosquitto _broker;
    private readonly ChildProcess _process;

    private LiveAgent(Mosquitto broker, string[] trustedKeys)
    {
        _broker = broker;
        var configuration = new JsonObject
        {
            ["State"] = new JsonObject { ["Folder"] = _folder.File("state") },
            ["Recognition"] = new JsonObject { ["Bundle"] = _bundle.Folder, ["Inference"] = new JsonObject { ["Threads"] = 1 } },
            ["Labels"] = new JsonObject
            {
                ["TrustedKeys"] = new JsonArray([.. trustedKeys.Select(key => JsonValue.Create(key))]),
                ["RecentFrames"] = new JsonObject { ["Interval"] = "00:00:00.2" },
            },
            ["Capture"] = new JsonObject { ["Cameras"] = new JsonArray(new JsonObject { ["Name"] = "cam1", ["Source"] = "sim:pcb?seed=1000001&rate=5", ["Regions"] = "2x2" }) },
            ["Mqtt"] = new JsonObject { ["Host"] = "127.0.0.1", ["Port"] = broker.Port },
            ["Health"] = new JsonObject { ["Http"] = new JsonObject { ["Port"] = 0 } },
        };
        File.WriteAllText(_folder.File("edge.json"), configuration.ToJsonString());
        _process = ChildProcess.Start("dotnet", SourceTree.Executable("SemanticMlr.Edge.Agent", "semantic-mlr-agent.dll"), "--config", _folder.File("edge.json"));
    }

    /// <summary>The audit log of its state folder.</summary>
    public string AuditLog => _folder.File(Path.Combine("state", "audit.jsonl"));

    /// <summary>Starts broker and agent; returns once it answers commands.</summary>
    public static async Task<LiveAgent> StartAsync(params string[] trustedKeys)
    {
        var agent = new LiveAgent(await Mosquitto.StartAsync(), trustedKeys);
        try
        {
            await Retry.Until("the agent answers", async () => (await agent.AskAsync("get", "--timeout", "3")).ExitCode == 0, TimeSpan.FromSeconds(120));
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs <c>mlr labels</c> against it.</summary>
    public Task<Mlr> AskAsync(string verb, params string[] arguments) =>
        Mlr.Run(["labels", verb, "--host", "127.0.0.1", "--port", $"{_broker.Port}", "--topic", "semanticmlr/site1/line1/device1", .. arguments]);

    /// <summary>Asks it to end and gives its exit code.</summary>
    public Task<int> StopAsync() => _process.TerminateAsync();

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(_process.Log);
        await _process.DisposeAsync();
        await _broker.DisposeAsync();
        _bundle.Dispose();
        _folder.Dispose();
    }
}
