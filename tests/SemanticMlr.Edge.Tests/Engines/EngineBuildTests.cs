using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Commands;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Engines;
using SemanticMlr.Edge.Health;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Edge.Supervision;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.Inference;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Engines;

/// <summary>The whole agent on a real broker, with a simulated camera, while the engine of its first provider is built.</summary>
public sealed class EngineBuildTests : IDisposable
{
    private readonly TinyBundle _bundle = new();
    private readonly TemporaryFolder _folder = new();
    private readonly PlayedTensorRt _tensorRt = new();

    public EngineBuildTests() => _bundle.WriteFile("wrong.onnx", TinyGraphs.Encoder(scale: 2));

    public void Dispose()
    {
        _tensorRt.Dispose();
        _bundle.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task WhileAnEngineIsBuilt_TheNextProviderServes_AndTheStateSaysForHowLong_ThenTheEngineTakesOver()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using (var agent = await StartAsync(broker.Port))
        {
            var building = await subscriber.WaitForJsonAsync("state", state => Elapsed(state) is not null);
            Assert.Equal(("building-engine", "cpu", "tensorrt"), (State(building), Active(building), building.GetProperty("building").GetProperty("provider").GetString()));
            await subscriber.WaitForJsonAsync("state", state => Elapsed(state) > 0);
            await subscriber.WaitForJsonAsync("camera/cam1/detections");
            await Retry.Until("the build", () => _tensorRt.Builds == 1);
            await subscriber.WaitForJsonAsync("health", health => health.GetProperty("gauges").TryGetProperty("mlr.engine.building.seconds", out _));
            var meanwhile = agent.Get<ModelStore>().Current;
            var frames = agent.Get<PipelineMetrics>().Frames;
            var before = frames.Value;
            await Retry.Until("frames meanwhile", () => frames.Value > before + 5);
            Assert.Equal(ExecutionProvider.Cpu, meanwhile.Provider.Active);

            _tensorRt.LetOn();

            var online = await subscriber.WaitForJsonAsync("state", state => State(state) == "online");
            Assert.Equal(("tensorrt", (double?)null), (Active(online), Elapsed(online)));
            Assert.Equal(ExecutionProvider.TensorRt, agent.Get<ModelStore>().Current.Provider.Active);
            before = frames.Value;
            await Retry.Until("frames on the engine", () => frames.Value > before + 5);
            await Retry.Until("the model before to be closed, which no batch uses any more", () => meanwhile.IsClosed);
            Assert.Equal((1, 0), (agent.Get<EngineMetrics>().Built.Value, agent.Get<EngineMetrics>().Failed.Value));
            await subscriber.WaitForJsonAsync("health", health => health.GetProperty("gauges").TryGetProperty("mlr.inference.provider.TensorRt", out _));
        }

        await using var again = await StartAsync(broker.Port);
        await Retry.Until("the state of the next start", () => subscriber.On("state").Count(message => State(Subscriber.Json(message)) == "online") > 1);
        Assert.Equal((1, 1), (_tensorRt.Builds, _tensorRt.Opened)); // the engine lay there
        Assert.Empty(subscriber.Faults);
    }

    [Theory]
    [InlineData("images[0].global is off by")]
    [InlineData("out of memory")]
    public async Task WhenNoGoodEngineComes_TheAgentStaysWithWhatServes_AndSaysWhy(string reason)
    {
        var isRefusal = reason == "out of memory";
        _tensorRt.Computes = isRefusal ? null : "wrong.onnx";
        _tensorRt.Refusal = isRefusal ? reason : null;
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using (var agent = await StartAsync(broker.Port))
        {
            await subscriber.WaitForJsonAsync("state", state => State(state) == "building-engine" && Active(state) == "cpu");

            _tensorRt.LetOn();

            var online = await subscriber.WaitForJsonAsync("state", state => State(state) == "online");
            var failure = Assert.Single(online.GetProperty("provider").GetProperty("failed").EnumerateArray());
            Assert.Equal(("cpu", "tensorrt"), (Active(online), failure.GetProperty("provider").GetString()));
            Assert.Contains(reason, failure.GetProperty("reason").GetString(), StringComparison.Ordinal);
            await subscriber.WaitForJsonAsync("health", health => health.GetProperty("counters").GetProperty("mlr.engine.failed").GetInt64() == 1);
            Assert.Contains("TensorRt gives no engine", agent.Log, StringComparison.Ordinal);
            var frames = agent.Get<PipelineMetrics>().Frames;
            var before = frames.Value;
            await Retry.Until("frames after it", () => frames.Value > before + 5);
            Assert.DoesNotContain(Directory.GetDirectories(_folder.File("engines")), folder => File.Exists(Path.Combine(folder, "manifest.json")));
        }

        await using var again = await StartAsync(broker.Port);
        await Retry.Until("the state of the next start", () => subscriber.On("state").Count(message => State(Subscriber.Json(message)) == "online") > 1);

        // Other numbers would come again from the same ingredients; a lack of memory may have passed.
        await Retry.Until("what the next start does", () => _tensorRt.Builds == (isRefusal ? 2 : 1));
        Assert.Equal(isRefusal, !again.Log.Contains("refused on", StringComparison.Ordinal));
        Assert.Empty(subscriber.Faults);
    }

    [Fact]
    public async Task AStopDuringABuild_WaitsForNothing_AndTheLateEngineIsClosed()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var agent = await StartAsync(broker.Port);
        await Retry.Until("the build", () => _tensorRt.Builds == 1);
        await subscriber.WaitForJsonAsync("state", state => Elapsed(state) is not null); // what is said without a session goes out at the next start

        await agent.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await subscriber.WaitForJsonAsync("state", state => State(state) == "stopped" && Elapsed(state) is null);
        Assert.Contains("was being built when the agent was stopped", agent.Log, StringComparison.Ordinal);
        _tensorRt.LetOn();
        await Retry.Until("the engine that came late to be kept", () =>
            Directory.GetDirectories(_folder.File("engines")).Any(folder => File.Exists(Path.Combine(folder, "manifest.json"))));
    }

    [Fact]
    public async Task WhereProvidersMustNotFail_AnEngineThatFailsEndsTheAgent_WithTheCodeOfAConfigurationThatCannotBeUsed()
    {
        _tensorRt.Refusal = "no kernel for this GPU";
        _tensorRt.LetOn();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(Settings("Fail"))
        {
            ["State:Folder"] = _folder.File("state"),
            ["Mqtt:Host"] = "127.0.0.1",
            ["Mqtt:Port"] = "1",
        });
        builder.Services.AddSemanticMlrEdge();
        _tensorRt.AddTo(builder.Services);
        using var host = builder.Build();
        using var errors = new StringWriter();

        var exitCode = await host.RunToExitCodeAsync(errors, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Configuration, exitCode);
        Assert.Contains("TensorRt: no kernel for this GPU", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("take TensorRt out of Recognition:Inference:Providers", errors.ToString(), StringComparison.Ordinal);
    }

    private static string? State(JsonElement state) => state.GetProperty("state").GetString();

    private static string? Active(JsonElement state) => state.TryGetProperty("provider", out var provider) ? provider.GetProperty("active").GetString() : null;

    private static double? Elapsed(JsonElement state) => state.TryGetProperty("building", out var building) ? building.GetProperty("elapsedSeconds").GetDouble() : null;

    private Dictionary<string, string?> Settings(string onProviderFailure) => new()
    {
        ["Recognition:Bundle"] = _bundle.Folder,
        ["Recognition:Inference:Threads"] = "1",
        ["Recognition:Inference:Providers:0"] = "TensorRt",
        ["Recognition:Inference:Providers:1"] = "Cpu",
        ["Recognition:Inference:OnProviderFailure"] = onProviderFailure,
        ["Capture:Cameras:0:Name"] = "cam1",
        ["Capture:Cameras:0:Source"] = "sim:pcb?seed=1000001&rate=20",
        ["Capture:Cameras:0:Regions"] = "2x2",
        ["Decisions:Publish"] = "EveryFrame",
        ["Review:Enabled"] = "false",
        ["Health:Interval"] = "00:00:01",
    };

    private Task<Messaging> StartAsync(int port) => Messaging.StartAsync(
        port,
        Settings("Degrade"),
        services =>
        {
            services.AddSupervision().AddCommands().AddLabelCommands().AddRollout().AddEngines().AddHealth().AddReview().AddDecisions().AddPipeline().AddCapture();
            _tensorRt.AddTo(services);
        },
        _folder.Path);
}
