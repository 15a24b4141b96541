using SemanticMlr.Edge.Capture;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class PipeCameraTests
{
    [Fact]
    public async Task ACommandThatWritesPixmaps_MayChangeTheirSize()
    {
        const string Big = "ffmpeg -loglevel error -f lavfi -i color=blue:size=64x48:rate=10:duration=1 -f image2pipe -c:v ppm -";
        const string Small = "ffmpeg -loglevel error -re -f lavfi -i color=blue:size=32x24:rate=10 -f image2pipe -c:v ppm -";
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = $"pipe:{Big}; {Small}", Regions = "2x2" });

        using (var first = await rig.NextFrameAsync())
        {
            Assert.Equal((64, 48), (first.Width, first.Height));
            Assert.True(first.Pixels[0] > 200 && first.Pixels[2] < 50, "blue comes first");
            Assert.Equal(32, rig[0].RegionsOf(first.Width, first.Height)[0].Rectangle.Width);
        }

        await Retry.Until("the small frames", () => rig[0].Status is { Width: 32, Height: 24 });
        Assert.Equal(1, rig[0].Status.Opened);
    }

    [Fact]
    public async Task ACommandThatWritesRawFrames_NeedsADeclaredSize()
    {
        const string Raw = "ffmpeg -loglevel error -re -f lavfi -i color=red:size=64x48:rate=20 -f rawvideo -pix_fmt bgr24 -";
        await using var rig = await CameraRig.StartAsync(
        [
            new CameraOptions { Name = "address", Source = $"pipe:64x48@20:{Raw}" },
            new CameraOptions { Name = "options", Source = $"pipe:{Raw}", Width = 64, Height = 48 },
            new CameraOptions { Name = "undeclared", Source = $"pipe:{Raw}" },
        ]);

        foreach (var index in new[] { 0, 1 })
        {
            using var frame = await rig.NextFrameAsync(index);
            Assert.Equal((64, 48), (frame.Width, frame.Height));
            Assert.True(frame.Pixels[0] < 50 && frame.Pixels[2] > 200, "red comes last");
        }

        await rig.UntilFaultAsync("declare their size", camera: 2);
    }

    [Theory]
    [InlineData("echo no camera >&2; exit 3", "ended with exit code 3: no camera")]
    [InlineData("printf 'P6\\n2 2\\n65535\\n'; sleep 100", "8 bits a channel")]
    [InlineData("printf 'P6\\nx'; sleep 100", "damaged")]
    [InlineData("printf 'P6\\n99999 2\\n255\\n'; sleep 100", "a side may have")]
    public async Task ACommandThatFails_IsAFaultWithItsReason(string command, string fault)
    {
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = $"pipe:{command}" });

        await rig.UntilFaultAsync(fault);

        Assert.Equal(CameraState.Offline, rig[0].Status.State);
    }

    [Fact]
    public async Task FramesWithoutPixels_AreCountedAndNotHandedOn()
    {
        await using var rig = await CameraRig.StartAsync(
            new CameraOptions { Name = "cam1", Source = @"pipe:printf 'P6\n0 0\n255\nP5\n1 1\n255\nA'; sleep 100" });

        using var frame = await rig.NextFrameAsync();

        Assert.Equal([(byte)'A', (byte)'A', (byte)'A'], frame.Pixels.ToArray());
        Assert.Equal(1, rig[0].Status.Dropped["empty"]);
    }

    [Fact]
    public async Task ASilentCamera_IsStalledThenClosedAndOpenedAgain()
    {
        const string Marker = "sleep 98.7654321";
        await using var rig = await CameraRig.StartAsync(
            new CameraOptions
            {
                Name = "cam1",
                Source = $@"pipe:printf 'P5\n1 1\n255\nA'; {Marker}; true",
                StalledAfter = TimeSpan.FromSeconds(0.3),
                ReadTimeout = TimeSpan.FromSeconds(1),
            });

        await Retry.Until("the camera being opened three times", () => rig[0].Status.Opened == 3);

        Assert.Equal(
            [CameraState.Offline, CameraState.Online, CameraState.Stalled, CameraState.Offline, CameraState.Online],
            rig.Changes.Select(change => change.State).Take(5));
        Assert.Contains("No frame came for", rig[0].Status.LastFault, StringComparison.Ordinal);
        Assert.True(Tool.ProcessesWith(Marker).Length <= 2, "the shell and its command, of one opening only");
    }

    [Fact]
    public async Task ARegionOutsideTheFrame_IsAVisibleFault()
    {
        await using var rig = await CameraRig.StartAsync(
            new CameraOptions
            {
                Name = "cam1",
                Source = "sim:pcb",
                Rectangles = [new RegionOptions { Name = "socket", X = 100, Y = 100, Width = 9000, Height = 10 }],
            });

        await rig.UntilFaultAsync("The region 'socket' (100, 100, 9000 x 10) does not lie inside the frame of");

        Assert.Equal(CameraState.Offline, rig[0].Status.State);
        Assert.False(rig[0].TryTake(out _));
    }

    [Fact]
    public async Task ALiveSourceFasterThanItsLimit_IsThinnedOut()
    {
        const string Raw = "ffmpeg -loglevel error -re -f lavfi -i color=red:size=64x48:rate=50 -f rawvideo -pix_fmt bgr24 -";
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = $"pipe:64x48:{Raw}", Rate = 10, DetectFrozen = false });

        await Retry.Until("twenty frames", () => rig[0].Status.Grabbed >= 20);

        Assert.InRange(rig[0].Status.FramesPerSecond, 5, 15);
        Assert.True(rig[0].Status.Dropped["rate"] > 40);
    }

    [Fact]
    public async Task TheArgumentsOfACommand_AreNotRepeated()
    {
        await using var rig = await CameraRig.StartAsync(
            new CameraOptions { Name = "cam1", Source = "pipe:echo --token=s3cret >&2; exit 1" });

        await rig.UntilFaultAsync("exit code 1");

        Assert.DoesNotContain("s3cret", rig.Said(), StringComparison.Ordinal);
    }
}
