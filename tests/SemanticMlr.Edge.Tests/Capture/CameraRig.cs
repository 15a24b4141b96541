using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Imaging;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

/// <summary>Cameras that run as in the agent, with what they said and logged.</summary>
internal sealed class CameraRig : IAsyncDisposable, ICameraListener
{
    private readonly IHost _host;

    private CameraRig(IEnumerable<CameraOptions> cameras, Action<CaptureOptions>? configure, FrameSourceFactory? sources)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(logging => logging.AddFakeLogging().SetMinimumLevel(LogLevel.Debug));
        builder.Services.AddMetrics();
        builder.Services.AddCapture();
        builder.Services.AddSingleton<ICameraListener>(this);
        builder.Services.Configure<CaptureOptions>(options =>
        {
            options.Cameras.AddRange(cameras);
            options.ChildExecutable = AgentExecutable;
            configure?.Invoke(options);
        });
        if (sources is not null)
        {
            builder.Services.AddSingleton(sources);
        }

        _host = builder.Build();
        Set = _host.Services.GetRequiredService<CameraSet>();
        Logs = _host.Services.GetRequiredService<FakeLogCollector>();
    }

    /// <summary>The agent as it was built beside these tests.</summary>
    public static string AgentExecutable { get; } = Repository.PathOf(
        "artifacts", "bin", "SemanticMlr.Edge.Agent", new DirectoryInfo(AppContext.BaseDirectory).Name, "semantic-mlr-agent.dll");

    public CameraSet Set { get; }

    public FakeLogCollector Logs { get; }

    public ConcurrentQueue<(string Camera, CameraState State)> Changes { get; } = new();

    public Camera this[int index] => Set.Cameras[index];

    public static async Task<CameraRig> StartAsync(CameraOptions camera, Action<CaptureOptions>? configure = null) =>
        await StartAsync([camera], configure);

    public static async Task<CameraRig> StartAsync(
        CameraOptions[] cameras, Action<CaptureOptions>? configure = null, FrameSourceFactory? sources = null)
    {
        var rig = new CameraRig(cameras, configure, sources);
        await rig._host.StartAsync(TestContext.Current.CancellationToken);
        return rig;
    }

    public void StateChanged(Camera camera, CameraStatus status) => Changes.Enqueue((camera.Name, status.State));

    /// <summary>Waits for the next frame of a camera; the caller disposes it.</summary>
    public async Task<Frame> NextFrameAsync(int camera = 0)
    {
        Frame? frame = null;
        await Retry.Until($"a frame of {this[camera].Name}; {this[camera].Status}", () => this[camera].TryTake(out frame));
        return frame!;
    }

    /// <summary>Takes frames until the camera is offline at the end of its source.</summary>
    public async Task<List<(int Width, int Height, byte Blue)>> TakeAllAsync()
    {
        var frames = new List<(int, int, byte)>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var ended = Retry.Until($"the end of the source after {frames.Count} frames: {Said()}", () => this[0].Status.LastFault?.Contains("ended", StringComparison.Ordinal) == true);
        _ = ended.ContinueWith(_ => limit.Cancel(), TaskScheduler.Default);
        try
        {
            while (true)
            {
                await Set.WaitForFrameAsync(limit.Token);
                using var frame = await NextFrameAsync();
                frames.Add((frame.Width, frame.Height, frame.Pixels[0]));
            }
        }
        catch (OperationCanceledException)
        {
            await ended;
            return frames;
        }
    }

    public Task UntilAsync(CameraState state, int camera = 0) =>
        Retry.Until($"{this[camera].Name} being {state}", () => this[camera].Status.State == state);

    public Task UntilFaultAsync(string part, int camera = 0) =>
        Retry.Until($"a fault with '{part}'", () => this[camera].Status.LastFault?.Contains(part, StringComparison.Ordinal) == true);

    /// <summary>Everything that was logged or is published of the cameras.</summary>
    public string Said() =>
        string.Join('\n', Logs.GetSnapshot().Select(record => record.Message + record.Exception).Concat(Set.Cameras.Select(camera => camera.Status.ToString())));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(TestContext.Current.CancellationToken);
        _host.Dispose();
    }
}
