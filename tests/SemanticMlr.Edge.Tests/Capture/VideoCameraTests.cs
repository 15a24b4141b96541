using System.Diagnostics;
using SemanticMlr.Edge.Capture;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class VideoCameraTests
{
    [Fact]
    public async Task AVideoFile_IsPlayedWholeAndThenTheCameraIsOffline()
    {
        using var folder = new TemporaryFolder();
        var video = await Tool.VideoAsync(folder.File("a.mp4"));
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = video, Pace = FramePace.Fast });

        var frames = await rig.TakeAllAsync();

        Assert.Equal(20, frames.Count);
        Assert.All(frames, frame => Assert.Equal((320, 240), (frame.Width, frame.Height)));
        Assert.Equal([CameraState.Offline, CameraState.Online, CameraState.Offline], rig.Changes.Select(change => change.State));
        Assert.Empty(Tool.ProcessesWith(video));
    }

    [Fact]
    public async Task ALoopedVideo_IsPacedAtItsRateAndBeginsAgain()
    {
        using var folder = new TemporaryFolder();
        var video = await Tool.VideoAsync(folder.File("a.mp4"), rate: 20, seconds: 0.5);
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = $"file:{video}", Loop = true });

        await Retry.Until("three laps", () => rig[0].Status.Grabbed > 30);

        Assert.InRange(rig[0].Status.FramesPerSecond, 15, 25);
        Assert.Equal(CameraState.Online, rig[0].Status.State);
    }

    [Fact]
    public async Task ARealClip_ComesThroughTheChildProcessWhole()
    {
        var clip = Repository.Shared("data", "videos", "bottle-detection.mp4");
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = clip, Pace = FramePace.Fast });

        var frames = await rig.TakeAllAsync();

        Assert.Equal(1189, frames.Count);
        Assert.Equal((640, 360), (frames[0].Width, frames[0].Height));
        Assert.Empty(rig[0].Status.Dropped);
    }

    [Fact]
    public async Task ACameraThatHangsInItsOpen_IsKilledAndHoldsUpNobody()
    {
        using var folder = new TemporaryFolder();
        var video = await Tool.VideoAsync(folder.File("a.mp4"));
        var fifo = folder.File("fifo.mp4");
        await Tool.RunAsync("mkfifo", fifo);
        var watch = Stopwatch.StartNew();
        await using var rig = await CameraRig.StartAsync(
            [new CameraOptions { Name = "hangs", Source = fifo }, new CameraOptions { Name = "runs", Source = video, Loop = true }],
            options => options.OpenTimeout = TimeSpan.FromSeconds(3));

        using var frame = await rig.NextFrameAsync(camera: 1);
        var opened = watch.Elapsed;
        var hanging = Tool.ProcessesWith(fifo);
        await rig.UntilFaultAsync("No frame came within 3 s", camera: 0);

        Assert.True(opened < TimeSpan.FromSeconds(2), $"the good camera took {opened}");
        Assert.Single(hanging);
        await Retry.Until("the hanging child being replaced", () => !Tool.ProcessesWith(fifo).Contains(hanging[0]));
        Assert.Equal(CameraState.Online, rig[1].Status.State);
    }

    [Fact]
    public async Task AChildThatIsKilled_IsReplaced()
    {
        using var folder = new TemporaryFolder();
        var video = await Tool.VideoAsync(folder.File("a.mp4"));
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = video, Loop = true });
        (await rig.NextFrameAsync()).Dispose();

        using (var child = Process.GetProcessById(Assert.Single(Tool.ProcessesWith(video))))
        {
            child.Kill();
        }

        await Retry.Until("the camera being back", () => rig[0].Status is { Opened: 2, State: CameraState.Online });
        Assert.Contains("exit code 137", rig[0].Status.LastFault, StringComparison.Ordinal);
        Assert.Equal(
            [CameraState.Offline, CameraState.Online, CameraState.Offline, CameraState.Online], rig.Changes.Select(change => change.State));
    }

    [Theory]
    [InlineData("absent.mp4", null, "does not exist")]
    [InlineData("empty.mp4", "", "The file is empty")]
    [InlineData("text.mp4", "this is no video", "cannot be opened as a video")]
    public async Task ABadFile_IsAVisibleFaultUntilItIsReplaced(string name, string? content, string fault)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(name);
        if (content is not null)
        {
            await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        }

        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = path, Loop = true });
        await rig.UntilFaultAsync(fault);
        Assert.Equal(CameraState.Offline, rig[0].Status.State);

        File.Move(await Tool.VideoAsync(folder.File("good.mp4")), path, overwrite: true);
        await rig.UntilAsync(CameraState.Online);
    }

    [Fact]
    public async Task NothingIsLeftInTheSharedMemory()
    {
        using var folder = new TemporaryFolder();
        using var memory = new TemporaryFolder();
        var video = await Tool.VideoAsync(folder.File("a.mp4"));
        await using (var rig = await CameraRig.StartAsync(
            new CameraOptions { Name = "cam1", Source = video, Loop = true }, options => options.SharedMemoryFolder = memory.Path))
        {
            (await rig.NextFrameAsync()).Dispose();
            Assert.Empty(Directory.EnumerateFiles(memory.Path));
        }

        Assert.Empty(Tool.ProcessesWith(video));
        Assert.Empty(Directory.EnumerateFiles(memory.Path));
    }

    [Fact]
    public async Task AChild_EndsWhenItsParentIsGone()
    {
        using var folder = new TemporaryFolder();
        var fifo = folder.File("fifo.mp4");
        await Tool.RunAsync("mkfifo", fifo);
        string[] arguments = new SemanticMlr.Edge.Capture.Child.ChildRequest(folder.File("frames"), false, fifo, false, false, 0, 0, 0).ToArguments();
        using var child = Process.Start(new ProcessStartInfo("dotnet", [CameraRig.AgentExecutable, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

        child.StandardInput.Close();

        await child.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(137, child.ExitCode);
    }
}
