using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Imaging;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

/// <summary>Frames that come and are none: what counts, when, and what it costs.</summary>
public sealed class FrameLossTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PictureOptions _options = new();
    private readonly CameraAddress _address = Address("rtsp://camera/x");
    private readonly Camera _camera;

    public FrameLossTests() => _camera = new Camera(
        new CameraOptions { Name = "cam1", Width = 64 }, new FramePool(), _time, new CaptureMetrics(_services.GetRequiredService<IMeterFactory>()), new Signal());

    public void Dispose() => _services.Dispose();

    [Fact]
    public void TheSamePicture_IsALossAfterEnoughFramesAndTime()
    {
        var session = Session();
        Show(session, 5, number => number);
        Show(session, 14, _ => 77);
        Assert.Null(session.Loss);

        Show(session, 10, _ => 77);

        Assert.Equal(DropReason.Frozen, session.Loss);
        Assert.InRange(_camera.Status.Dropped["frozen"], 8, 9);
        Show(session, 2, number => 80 + number); // as at a key frame
        Assert.Equal(DropReason.Frozen, session.Loss);
        Show(session, 1, _ => 90);
        Assert.Null(session.Loss);
    }

    [Fact]
    public void AFrozenPicture_StaysOneWhenTheSourceIsOpenedAgain_AnotherDoesNot()
    {
        Show(Session(), 20, _ => 77);
        var again = Session();
        Show(again, 1, _ => 77);
        Assert.Equal((DropReason.Frozen, 0), (again.Loss, again.Delivered));

        Show(Session(), 3, number => 80 + number);
        _time.Advance(TimeSpan.FromMinutes(1));
        var later = Session();
        Show(later, 10, _ => 83);
        Assert.Null(later.Loss);
    }

    [Fact]
    public void ABlackPicture_IsALossAlthoughItsNoiseAndClockChange()
    {
        var session = Session();

        Show(session, 20, number => number % 10, pixels => pixels[..180].Fill(255));

        Assert.Equal(DropReason.Black, session.Loss);
    }

    [Fact]
    public void ASlowCamera_NeedsTheFrames_AFastOneTheTime()
    {
        _options.Frames = 3;
        var session = Session();
        Show(session, 3, _ => 77, interval: TimeSpan.FromSeconds(5));
        Assert.Null(session.Loss);
        Show(session, 1, _ => 77, interval: TimeSpan.FromSeconds(5));
        Assert.Equal(DropReason.Frozen, session.Loss);

        var fast = Session();
        Show(fast, 3, number => 80 + number);
        Show(fast, 100, _ => 90, interval: TimeSpan.FromMilliseconds(10));
        Assert.Null(fast.Loss);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-0.2)]
    [InlineData(1.6)]
    [InlineData(3600)]
    public void TimeStampsThatJump_AreALoss(double ageSeconds)
    {
        var session = Session();
        Show(session, 2, number => number);

        session.Deliver(session.TryRent(64, 48)!, TimeSpan.FromSeconds(ageSeconds));

        Assert.Equal((DropReason.Time, 1), (session.Loss, _camera.Status.Dropped["time"]));
        Show(session, 1, number => 50 + number);
        Assert.Equal(ageSeconds < 0 ? DropReason.Time : null, session.Loss); // a frame before one from the future went back
        Show(session, 1, number => 60 + number);
        Assert.Null(session.Loss);
    }

    [Fact]
    public void SizesThatAreWrongOrChange_AreFaultsWithBothSizes()
    {
        Assert.Contains("32 x 48 pixels, where Width and Height ask for 64 x any", Fault(Session(), 32, 48), StringComparison.Ordinal);
        var session = Session();
        session.TryRent(64, 48)!.Dispose();
        Assert.Contains("changed from 64 x 48 to 64 x 32", Fault(session, 64, 32), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithTheDefaults_TheStateSaysSoWithinTwoSecondsOfTheLastFrame()
    {
        var session = Session();
        Show(session, 1, number => number, interval: TimeSpan.Zero);
        var watch = new CameraWatch(_camera, new CaptureOptions(), NullLogger.Instance, _time);
        using var stop = new CancellationTokenSource();
        var watching = watch.RunAsync(session, new TaskCompletionSource().Task, _address, stop.Token);

        for (var tick = 0; tick < 19; tick++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Retry.Until("the watch having looked", () => _camera.Unwatched == TimeSpan.Zero);
        }

        await Retry.Until("the camera being stalled", () => _camera.Status.State == CameraState.Stalled);
        Assert.Contains("No frame came for 1.5 s", _camera.Status.LastFault, StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public void LookingAtPictures_AllocatesNothing()
    {
        var watch = new PictureWatch(_options, detectFrozen: true, detectBlack: true, _time);
        using var frame = _camera.Pool.Rent(640, 480);
        frame.Pixels.Fill(3);
        watch.Look(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var number = 0; number < 100; number++)
        {
            watch.Look(frame);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private CaptureSession Session() => new(
        _camera,
        new FrameRules { FixedSize = true, Width = 64, OldestAge = new CaptureOptions().StalledAfter, Pictures = _camera.PicturesOf(_address.IsLive, _options) },
        _time);

    private void Show(CaptureSession session, int frames, Func<int, int> brightness, PixelsChange? change = null, TimeSpan? interval = null)
    {
        for (var number = 0; number < frames; number++)
        {
            var frame = session.TryRent(64, 48)!;
            frame.Pixels.Fill((byte)brightness(number + 1));
            change?.Invoke(frame.Pixels);
            session.Deliver(frame, TimeSpan.Zero);
            _time.Advance(interval ?? TimeSpan.FromMilliseconds(100));
        }
    }

    private static string Fault(CaptureSession session, int width, int height) =>
        Assert.Throws<CaptureException>(() => session.TryRent(width, height)).Message;

    private static CameraAddress Address(string text)
    {
        Assert.True(CameraAddress.TryParse(text, out var address, out var fault), fault);
        return address;
    }

    private delegate void PixelsChange(Span<byte> pixels);
}
