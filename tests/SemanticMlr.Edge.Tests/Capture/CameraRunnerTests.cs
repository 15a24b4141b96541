using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class CameraRunnerTests
{
    [Fact]
    public async Task AFileSystemThatHangs_HoldsUpNobody()
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
            await rig.UntilFaultAsync("No frame came within 0.3 s");

            Assert.Equal(CameraState.Online, rig[1].Status.State);
        }
        finally
        {
            sources.Answer();
        }

        await rig.UntilFaultAsync("The folder does not exist");
    }

    /// <summary>A file system that does not answer for one camera.</summary>
    private sealed class HangingSources(string camera)
        : FrameSourceFactory(Options.Create(new CaptureOptions()), NullLoggerFactory.Instance, TimeProvider.System), IDisposable
    {
        private readonly ManualResetEventSlim _answers = new();

        public void Answer() => _answers.Set();

        public void Dispose() => _answers.Dispose();

        public override IFrameSource Create(CameraOptions options, CameraAddress address)
        {
            if (options.Name == camera)
            {
                Assert.True(_answers.Wait(TimeSpan.FromSeconds(60)), "the test let go of the file system");
            }

            return base.Create(options, address);
        }
    }
}
