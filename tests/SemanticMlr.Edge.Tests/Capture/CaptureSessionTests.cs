using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class CaptureSessionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Frames_AreStampedWithWhenTheyWereCaptured()
    {
        var camera = Create(new CameraOptions { Name = "cam1" });
        var session = new CaptureSession(camera, new FrameRules(), _time);
        _time.Advance(TimeSpan.FromSeconds(5));

        session.Deliver(session.TryRent(4, 4)!, TimeSpan.FromMilliseconds(20));

        Assert.True(camera.TryTake(out var frame));
        Assert.Equal(_time.GetUtcNow() - TimeSpan.FromMilliseconds(20), frame.CapturedAt);
        Assert.Equal(20, _time.GetElapsedTime(frame.Timestamp).TotalMilliseconds, 3);
        Assert.Equal(TimeSpan.FromMilliseconds(20), camera.Status.FrameAge);
    }

    [Fact]
    public void ARateLimit_TakesFramesEvenly()
    {
        using var collector = new MetricCollector<long>(Meters, CaptureMetrics.MeterName, "mlr.capture.frames.dropped");
        var camera = Create(new CameraOptions { Name = "cam1" });
        var session = new CaptureSession(camera, new FrameRules { RateLimit = 10 }, _time);

        var taken = 0;
        for (var index = 0; index < 90; index++)
        {
            session.Deliver(session.TryRent(4, 4)!, TimeSpan.Zero);
            if (camera.TryTake(out var frame))
            {
                frame.Dispose();
                taken++;
            }

            _time.Advance(TimeSpan.FromSeconds(1.0 / 30));
        }

        Assert.InRange(taken, 29, 31);
        Assert.Equal(90 - taken, camera.Status.Dropped["rate"]);
        Assert.Equal(90 - taken, collector.GetMeasurementSnapshot().Sum(measurement => measurement.Value));
        Assert.All(collector.GetMeasurementSnapshot(), measurement => Assert.Equal("rate", measurement.Tags["reason"]));
    }

    [Fact]
    public void AClosedSession_DisposesWhatItIsGiven()
    {
        var camera = Create(new CameraOptions { Name = "cam1" });
        var session = new CaptureSession(camera, new FrameRules(), _time);
        var late = session.TryRent(4, 4)!;
        session.Close();

        session.Deliver(late, TimeSpan.Zero);

        Assert.Equal((CameraState.Offline, 0), (camera.Status.State, camera.Status.Grabbed));
        Assert.False(camera.TryTake(out _));
        Assert.Throws<ObjectDisposedException>(() => late.Pixels.Length);
    }

    [Fact]
    public void IsOnline_FollowsTheStateWithoutAllocating()
    {
        var camera = Create(new CameraOptions { Name = "cam1" });
        Assert.False(camera.IsOnline);

        camera.SetState(CameraState.Online);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isOnline = camera.IsOnline;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isOnline);
        Assert.True(camera.TryStall("silent"));
        Assert.False(camera.IsOnline);
    }

    [Theory]
    [InlineData(0, 10, "empty")]
    [InlineData(10, 0, "empty")]
    [InlineData(20_000, 10, "size")]
    public void FramesOfAnImpossibleSize_AreCounted(int width, int height, string reason)
    {
        var camera = Create(new CameraOptions { Name = "cam1" });

        Assert.Null(new CaptureSession(camera, new FrameRules(), _time).TryRent(width, height));

        Assert.Equal(1, camera.Status.Dropped[reason]);
    }

    [Theory]
    [InlineData("whole", 1)]
    [InlineData("2x3", 6)]
    public void RegionsOf_FollowsTheOptions(string regions, int count)
    {
        var camera = Create(new CameraOptions { Name = "cam1", Regions = regions });

        Assert.Equal(count, camera.RegionsOf(64, 48).Count);
        Assert.Same(camera.RegionsOf(64, 48), camera.RegionsOf(64, 48));
        Assert.Equal(32, camera.RegionsOf(32, 24).Max(region => region.Rectangle.Right));
    }

    [Fact]
    public void AFrameThatIsTooSmallForTheGrid_IsAFault()
    {
        var camera = Create(new CameraOptions { Name = "cam1", Regions = "3x3" });

        var exception = Assert.Throws<CaptureException>(() => new CaptureSession(camera, new FrameRules(), _time).TryRent(2, 2));

        Assert.Contains("too small for a grid of 3x3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SteadyCapture_UsesTheSameMemoryAgain()
    {
        var camera = Create(new CameraOptions { Name = "cam1" });
        var session = new CaptureSession(camera, new FrameRules(), _time);
        var before = 0L;
        for (var index = 0; index < 200; index++)
        {
            if (index == 100)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            session.Deliver(session.TryRent(640, 480)!, TimeSpan.Zero);
            if (index % 2 == 0 && camera.TryTake(out var frame))
            {
                frame.Dispose();
            }
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 500);
    }

    private Camera Create(CameraOptions options) => new(options, new FramePool(), _time, new CaptureMetrics(Meters), new Signal());
}
