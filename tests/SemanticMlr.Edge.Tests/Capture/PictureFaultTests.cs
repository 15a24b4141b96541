using SemanticMlr.Edge.Capture;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

/// <summary>A real RTSP camera that goes on sending, but shows nothing.</summary>
public sealed class PictureFaultTests
{
    [Theory]
    [InlineData("USR1", "The picture is black", "black")]
    [InlineData("USR2", "The picture is frozen", "frozen")]
    public async Task APictureThatShowsNothing_IsALossUntilItShowsSomethingAgain(string signal, string fault, string reason)
    {
        using var server = await RtspServer.StartAsync();
        await using var rig = await CameraRig.StartAsync(
            new CameraOptions { Name = "cam1", Source = server.Address, ReadTimeout = TimeSpan.FromSeconds(2) },
            options => options.Pictures.After = TimeSpan.FromSeconds(0.5));
        await rig.UntilAsync(CameraState.Online);

        await server.SignalAsync(signal);
        await rig.UntilAsync(CameraState.Stalled);
        Assert.StartsWith(fault, rig[0].Status.LastFault, StringComparison.Ordinal);

        // Opening again shows the same picture, which is no recovery.
        await rig.UntilAsync(CameraState.Offline);
        var dropped = rig[0].Status.Dropped[reason];
        await Retry.Until("frames of the next opening", () => rig[0].Status.Dropped[reason] > dropped + 5);
        Assert.Equal(
            [CameraState.Offline, CameraState.Online, CameraState.Stalled, CameraState.Offline], rig.Changes.Select(change => change.State));
        Assert.StartsWith(fault, rig[0].Status.LastFault, StringComparison.Ordinal);

        await server.SignalAsync("HUP");
        await rig.UntilAsync(CameraState.Online);
    }

    [Fact]
    public async Task APictureThatStandsStillOnPurpose_IsNone()
    {
        await using var rig = await CameraRig.StartAsync(
            [
                new CameraOptions { Name = "stored", Source = "sim:pcb?seed=1&hold=1000000", Rate = 50 },
                new CameraOptions { Name = "live", Source = "pipe:64x48:ffmpeg -loglevel error -re -f lavfi -i color=red:size=64x48:rate=50 -f rawvideo -pix_fmt bgr24 -", DetectFrozen = false },
            ],
            options => options.Pictures.After = TimeSpan.FromSeconds(0.1));

        await Retry.Until("many frames of both", () => rig.Set.Cameras.All(camera => camera.Status.Grabbed > 30));

        Assert.DoesNotContain(CameraState.Stalled, rig.Changes.Select(change => change.State));
    }
}
