using System.Diagnostics;
using System.Runtime;
using SemanticMlr.Edge.Capture;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

/// <summary>Counts what the process holds, so nothing else may run beside.</summary>
[CollectionDefinition(nameof(ReopeningTests), DisableParallelization = true)]
[Collection(nameof(ReopeningTests))]
public sealed class ReopeningTests
{
    [Fact]
    public async Task TwentyReopenings_LeaveNoProcessThreadOrHandle()
    {
        using var folder = new TemporaryFolder();
        var video = await Tool.VideoAsync(folder.File("a.mp4"));
        await using var rig = await CameraRig.StartAsync(
            [
                new CameraOptions { Name = "video", Source = video, Loop = true },
                new CameraOptions { Name = "pipe", Source = @"pipe:printf 'P5\n1 1\n255\nA'; sleep 55.4321", ReadTimeout = TimeSpan.FromSeconds(0.2), StalledAfter = TimeSpan.FromSeconds(0.1) },
            ],
            options => options.LongestReopenDelay = options.ReopenDelay = TimeSpan.FromMilliseconds(20));

        await ReopenAsync(rig, video, 5);
        var before = Held();
        Assert.True(GC.TryStartNoGCRegion(500 << 20), "a collection would close what nobody disposed");
        try
        {
            await ReopenAsync(rig, video, 20);

            await Retry.Until($"{before} again, not {Held()}", () => Held() is var now && now.Threads <= before.Threads + 3 && now.Handles <= before.Handles + 6);
            Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
        }
        finally
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }

        Assert.Single(Tool.ProcessesWith(video));
        Assert.True(Tool.ProcessesWith("sleep 55.4321").Length <= 2, "the shell and its command");
    }

    private static async Task ReopenAsync(CameraRig rig, string video, int times)
    {
        var (videoGoal, pipeGoal) = (rig[0].Status.Opened + times, rig[1].Status.Opened + times);
        while (rig[0].Status.Opened < videoGoal)
        {
            var opened = rig[0].Status.Opened;
            foreach (var id in Tool.ProcessesWith(video))
            {
                using var child = Process.GetProcessById(id);
                child.Kill();
            }

            await Retry.Until("the video being back", () => rig[0].Status is { State: CameraState.Online } status && status.Opened > opened);
        }

        await Retry.Until("the pipe being back", () => rig[1].Status.Opened >= pipeGoal);
    }

    private static (int Threads, int Handles) Held()
    {
        using var self = Process.GetCurrentProcess();
        return (self.Threads.Count, Directory.GetFileSystemEntries("/proc/self/fd").Length);
    }
}
