using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SemanticMlr.Edge;
using SemanticMlr.Edge.Agent.Demo;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Bench;

/// <summary>The whole agent inside this process, with a broker on loopback: mosquitto where it is installed, else one in this process too.</summary>
internal sealed class BenchAgent : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IAsyncDisposable? _broker;
    private readonly DirectoryInfo? _state;

    private BenchAgent(IHost host, IAsyncDisposable? broker, DirectoryInfo? state) => (_host, _broker, _state) = (host, broker, state);

    /// <summary>As the agent's own process begins.</summary>
    static BenchAgent() => NativeHeap.Bound();

    public RecognitionModel Model => _host.Services.GetRequiredService<ModelStore>().Current;

    public RecognitionSnapshot Snapshot => _host.Services.GetRequiredService<SnapshotStore>().Current;

    public PipelineMetrics Pipeline => _host.Services.GetRequiredService<PipelineMetrics>();

    public MessagingMetrics Messages => _host.Services.GetRequiredService<MessagingMetrics>();

    public MessageOutbox Outbox => _host.Services.GetRequiredService<MessageOutbox>();

    public MqttStatusBoard Mqtt => _host.Services.GetRequiredService<MqttStatusBoard>();

    /// <summary>Changes the label list.</summary>
    public LabelUpdates Updates => _host.Services.GetRequiredService<LabelUpdates>();

    /// <summary>All cameras.</summary>
    public IReadOnlyList<Camera> Cameras => _host.Services.GetRequiredService<CameraSet>().Cameras;

    /// <summary>The first camera.</summary>
    public Camera Camera => Cameras[0];

    /// <summary>Starts the agent with a broker and a state folder of its own. A camera without a source waits for frames that are offered to it.</summary>
    public static Task<BenchAgent> StartAsync(BenchSettings settings, string? source, FramePace pace, CancellationToken cancellationToken) =>
        StartAsync(settings, [new BenchCamera(BenchCamera.OnlyName, source) { Pace = pace }], listener: null, cancellationToken);

    /// <summary>Starts the agent without a source, with a broker and a state folder of its own.</summary>
    /// <param name="settings">What is measured.</param>
    /// <param name="listener">Hears of every frame.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static Task<BenchAgent> StartAsync(BenchSettings settings, IRecognitionListener listener, CancellationToken cancellationToken) =>
        StartAsync(settings, [new BenchCamera(BenchCamera.OnlyName, Source: null)], listener, cancellationToken);

    /// <summary>Starts the agent with several cameras, with a broker and a state folder of its own.</summary>
    /// <param name="settings">What is measured.</param>
    /// <param name="cameras">The cameras.</param>
    /// <param name="listener">Hears of every frame; null where nobody does.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<BenchAgent> StartAsync(
        BenchSettings settings, IReadOnlyList<BenchCamera> cameras, IRecognitionListener? listener, CancellationToken cancellationToken)
    {
        var (broker, port) = await BrokerAsync(cancellationToken);
        var state = Directory.CreateTempSubdirectory("semanticmlr-bench-");
        return new BenchAgent(await HostAsync(settings, cameras, state.FullName, port, listener, cancellationToken), broker, state);
    }

    /// <summary>Starts the agent without a source, on a state folder and a broker that the caller owns.</summary>
    public static async Task<BenchAgent> StartAsync(BenchSettings settings, string state, int port, CancellationToken cancellationToken) =>
        new(await HostAsync(settings, [new BenchCamera(BenchCamera.OnlyName, Source: null)], state, port, listener: null, cancellationToken), broker: null, state: null);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        _state?.Delete(recursive: true);
    }

    private static async Task<(IAsyncDisposable Broker, int Port)> BrokerAsync(CancellationToken cancellationToken)
    {
        if (BenchBroker.IsInstalled)
        {
            var mosquitto = await BenchBroker.StartAsync(TimeProvider.System, cancellationToken);
            return (mosquitto, mosquitto.Port);
        }

        var loopback = await LoopbackBroker.StartAsync();
        return (loopback, loopback.Port);
    }

    private static async Task<IHost> HostAsync(
        BenchSettings settings, IReadOnlyList<BenchCamera> cameras, string state, int port, IRecognitionListener? listener, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:Folder"] = state,
            ["Recognition:Bundle"] = settings.Bundle,
            ["Recognition:Inference:TensorRt:EngineCache:Enabled"] = "false", // no other model takes over while one is measured
            ["Decisions:Publish"] = settings.Publishing.ToString(),
            ["Mqtt:Host"] = "127.0.0.1",
            ["Mqtt:Port"] = port.ToString(CultureInfo.InvariantCulture),
        });
        for (var index = 0; index < cameras.Count; index++)
        {
            builder.Configuration.AddInMemoryCollection(Configure(cameras[index], settings.Regions, $"Capture:Cameras:{index}:"));
        }

        if (settings.Provider is { } provider)
        {
            builder.Configuration["Recognition:Inference:Providers:0"] = provider.ToString();
            builder.Configuration["Recognition:Inference:OnProviderFailure"] = nameof(OnProviderFailure.Fail);
        }

        builder.Services.AddSemanticMlrEdge();
        if (listener is not null)
        {
            builder.Services.AddSingleton(listener);
        }

        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }

    private static Dictionary<string, string?> Configure(BenchCamera camera, string regions, string section) => new()
    {
        [section + "Name"] = camera.Name,
        [section + "Enabled"] = (camera.Source is not null).ToString(),
        [section + "Source"] = camera.Source ?? "sim:pcb",
        [section + "Regions"] = regions,
        [section + "Pace"] = camera.Pace.ToString(),
        [section + "Rate"] = camera.Rate.ToString(CultureInfo.InvariantCulture),
        [section + "Loop"] = "true",
    };
}
