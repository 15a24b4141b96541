using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class CameraSetTests
{
    private const int Side = 128;

    [Fact]
    public void ManyCamerasThatGiveMoreThanIsTaken_ReuseTheirMemory()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var set = new CameraSet(
            Options.Create(new CaptureOptions { Cameras = [.. Enumerable.Range(0, 16).Select(number => new CameraOptions { Name = $"cam{number}", Source = "sim:pcb" })] }),
            TimeProvider.System,
            new CaptureMetrics(services.GetRequiredService<IMeterFactory>()));
        Batch(set); // fills the pool

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var batch = 0; batch < 10; batch++)
        {
            Batch(set);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 * Side * Side * 3);
    }

    /// <summary>All cameras are in one batch; while it runs, each gives two frames, of which the second takes the place of the first.</summary>
    private static void Batch(CameraSet set)
    {
        Give(set);
        var batch = new List<Frame>();
        foreach (var camera in set.Cameras)
        {
            Assert.True(camera.TryTake(out var frame));
            batch.Add(frame);
        }

        Give(set);
        Give(set);
        batch.ForEach(frame => frame.Dispose());
    }

    private static void Give(CameraSet set)
    {
        // All are filled at the same time, as cameras do.
        var frames = set.Cameras.Select(camera => camera.Pool.Rent(Side, Side)).ToList();
        foreach (var (camera, frame) in set.Cameras.Zip(frames))
        {
            camera.Offer(frame, TimeSpan.Zero);
        }
    }
}
