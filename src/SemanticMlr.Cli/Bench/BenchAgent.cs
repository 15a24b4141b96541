using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SemanticMlr.Edge;
using SemanticMlr.Edge.Agent.Demo;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Bench;

/// <summary>The whole agent inside this process, with a broker on loopback and one camera.</summary>
internal sealed class BenchAgent : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly LoopbackBroker _broker;
    private readonly DirectoryInfo _state;

    private BenchAgent(IHost host, LoopbackBroker broker, DirectoryInfo state) => (_host, _broker, _state) = (host, broker, state);

    public RecognitionModel Model => _host.Services.GetRequiredService<RecognitionModel>();

    public RecognitionSnapshot Snapshot => _host.Services.GetRequiredService<SnapshotStore>().Current;

    public PipelineMetrics Pipeline => _host.Services.GetRequiredService<PipelineMetrics>();

    public MessagingMetrics Messages => _host.Services.GetRequiredService<MessagingMetrics>();

    public Camera Camera => _host.Services.GetRequiredService<CameraSet>().Cameras[0];

    /// <summary>Starts the agent, which publishes every frame. A camera without a source waits for frames that are offered to it.</summary>
    public static async Task<BenchAgent> StartAsync(BenchSettings settings, string? source, FramePace pace, CancellationToken cancellationToken)
    {
        var broker = await LoopbackBroker.StartAsync();
        var state = Directory.CreateTempSubdirectory("semanticmlr-bench-");
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:Folder"] = state.FullName,
            ["Recognition:Bundle"] = settings.Bundle,
            ["Capture:Cameras:0:Name"] = "bench",
            ["Capture:Cameras:0:Enabled"] = (source is not null).ToString(),
            ["Capture:Cameras:0:Source"] = source ?? "sim:pcb",
            ["Capture:Cameras:0:Regions"] = settings.Regions,
            ["Capture:Cameras:0:Pace"] = pace.ToString(),
            ["Capture:Cameras:0:Loop"] = "true",
            ["Decisions:Publish"] = nameof(DetectionPublishing.EveryFrame),
            ["Mqtt:Host"] = "127.0.0.1",
            ["Mqtt:Port"] = broker.Port.ToString(CultureInfo.InvariantCulture),
        });
        builder.Services.AddSemanticMlrEdge();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new BenchAgent(host, broker, state);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        await _broker.DisposeAsync();
        _state.Delete(recursive: true);
    }
}
