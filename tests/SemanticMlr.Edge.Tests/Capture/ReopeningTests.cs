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

    [Fact]
    public async Task AnRtspCameraThatIsLostAndComesBack_LeavesTheSameCountsEachTime()
    {
        var server = await RtspServer.StartAsync();
        try
        {
            await using var rig = await CameraRig.StartAsync(
                new CameraOptions { Name = "cam1", Source = server.Address }, options => options.LongestReopenDelay = TimeSpan.FromMilliseconds(300));
            var counts = new List<(int Threads, int Handles, int Processes)>();
            for (var loss = 0; loss < 5; loss++)
            {
                await rig.UntilAsync(CameraState.Online);
                var grabbed = rig[0].Status.Grabbed;
                await Retry.Until("frames", () => rig[0].Status.Grabbed > grabbed + 5);
                counts.Add(await SettledAsync(rig, counts.Count > 0 ? counts[0] : null));

                server.Dispose();
                await rig.UntilAsync(CameraState.Offline);
                server = await RtspServer.StartAsync(server.Port);
            }

            Assert.All(counts, count => Assert.Equal(1, count.Processes));
        }
        finally
        {
            server.Dispose();
        }
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

    /// <summary>Waits until no more is held than at first; the runtime ends threads of its pool and closes what it collected some seconds later.</summary>
    private static async Task<(int Threads, int Handles, int Processes)> SettledAsync(CameraRig rig, (int Threads, int Handles, int Processes)? first)
    {
        await rig.UntilAsync(CameraState.Online);
        (int Threads, int Handles, int Processes) Count() => (Held().Threads, Held().Handles, ChildrenNamed("ffmpeg"));
        if (first is { } limit)
        {
            await Retry.Until($"{limit} again, not {Count()}", () => Count() is var now && now.Threads <= limit.Threads + 2 && now.Handles <= limit.Handles + 2 && now.Processes == limit.Processes);
        }

        return Count();
    }

    private static int ChildrenNamed(string name) =>
        Process.GetProcessesByName(name).Count(process => Tool.ParentOf(process.Id) == Environment.ProcessId);

    private static (int Threads, int Handles) Held()
    {
        using var self = Process.GetCurrentProcess();
        return (self.Threads.Count, Directory.GetFileSystemEntries("/proc/self/fd").Length);
    }
}
