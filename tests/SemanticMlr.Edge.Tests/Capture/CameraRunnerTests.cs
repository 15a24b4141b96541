using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class CameraRunnerTests
{
    [Fact]
    public async Task AFileSystemThatHangs_HoldsUpNobodyAndIsNotAskedAgainUntilItAnswers()
    {
        using var sources = new HangingSources("hangs");
        await using var rig = await CameraRig.StartAsync(
            [
                new CameraOptions { Name = "hangs", Source = "folder:/absent", OpenTimeout = TimeSpan.FromSeconds(0.3) },
                new CameraOptions { Name = "runs", Source = "sim:pcb" },
            ],
            sources: sources);
        try
        {
            (await rig.NextFrameAsync(camera: 1)).Dispose();
            await rig.UntilFaultAsync("could not be closed");

            Assert.Contains("No frame came within 0.3 s", rig.Said(), StringComparison.Ordinal);
            Assert.Equal((1, CameraState.Offline), (sources.Asked, rig[0].Status.State));
            Assert.Equal(CameraState.Online, rig[1].Status.State);
        }
        finally
        {
            sources.Answer();
        }

        await rig.UntilFaultAsync("The folder does not exist");
    }

    [Fact]
    public async Task AnOrderlyStop_LeavesNoCameraOnline()
    {
        CameraRig rig;
        await using (rig = await CameraRig.StartAsync(
        [
            new CameraOptions { Name = "runs", Source = "sim:pcb" },
            new CameraOptions { Name = "lost", Source = "folder:/absent" },
            new CameraOptions { Name = "unused", Source = "sim:pcb", Enabled = false },
        ]))
        {
            await rig.UntilAsync(CameraState.Online);
            await rig.UntilFaultAsync("does not exist", camera: 1);
        }

        Assert.Equal([CameraState.Offline, CameraState.Offline, CameraState.Disabled], rig.Set.Cameras.Select(camera => camera.Status.State));
        Assert.Equal("The agent stopped.", rig[0].Status.LastFault);
        Assert.Equal(("runs", CameraState.Offline), rig.Changes.Last());
    }

    [Fact]
    public async Task ASourceThatBreaksWhileTheAgentStops_IsNoFaultOfTheAgent()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var stopping = new CancellationTokenSource();
        var metrics = new CaptureMetrics(services.GetRequiredService<IMeterFactory>());
        var camera = new Camera(new CameraOptions { Name = "cam1", Source = "sim:pcb" }, new FramePool(), TimeProvider.System, metrics, new Signal());
        camera.SetState(CameraState.Online);
        var runner = new CameraRunner(camera, new CaptureOptions(), new BreakingSources(stopping), NullLogger.Instance, TimeProvider.System);

        await runner.RunAsync(stopping.Token);

        Assert.True(stopping.IsCancellationRequested);
        Assert.Equal(CameraState.Offline, camera.Status.State);
    }

    /// <summary>A file system that does not answer for one camera.</summary>
    private sealed class HangingSources(string camera)
        : FrameSourceFactory(Options.Create(new CaptureOptions()), NullLoggerFactory.Instance, TimeProvider.System), IDisposable
    {
        private readonly ManualResetEventSlim _answers = new();
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public void Answer() => _answers.Set();

        public void Dispose() => _answers.Dispose();

        public override IFrameSource Create(CameraOptions options, CameraAddress address)
        {
            if (options.Name == camera)
            {
                Interlocked.Increment(ref _asked);
                Assert.True(_answers.Wait(TimeSpan.FromSeconds(60)), "the test let go of the file system");
            }

            return base.Create(options, address);
        }
    }

    /// <summary>Gives a source that breaks, and stops the agent when it is closed.</summary>
    private sealed class BreakingSources(CancellationTokenSource stopping)
        : FrameSourceFactory(Options.Create(new CaptureOptions()), NullLoggerFactory.Instance, TimeProvider.System), IFrameSource
    {
        public override IFrameSource Create(CameraOptions options, CameraAddress address) => this;

        public Task RunAsync(CaptureSession session, CancellationToken cancellationToken)
        {
            cancellationToken.Register(stopping.Cancel);
            throw new InvalidOperationException("broken");
        }
    }
}
