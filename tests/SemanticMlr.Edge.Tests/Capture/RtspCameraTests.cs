using SemanticMlr.Edge.Capture;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class RtspCameraTests
{
    private const string Password = "p@ss-w0rd";

    [Fact]
    public async Task AServerThatIsKilledAndRestarted_IsLostAndFoundAgain()
    {
        CameraRig? rig = null;
        try
        {
            int port;
            using (var server = await RtspServer.StartAsync())
            {
                port = server.Port;
                rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = server.Address });
                using var frame = await rig.NextFrameAsync();
                Assert.Equal((320, 240), (frame.Width, frame.Height));
            }

            await rig.UntilAsync(CameraState.Offline);
            using var again = await RtspServer.StartAsync(port);
            await rig.UntilAsync(CameraState.Online);
            Assert.Equal(
                [CameraState.Offline, CameraState.Online, CameraState.Offline, CameraState.Online], rig.Changes.Select(change => change.State));
        }
        finally
        {
            await (rig?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    [Fact]
    public async Task APassword_OpensTheStreamAndIsSeenNowhere()
    {
        using var folder = new TemporaryFolder();
        using var server = await RtspServer.StartAsync(0, "--user", "bob", "--password", Password);
        var credential = folder.File("camera");
        var address = $"rtsp://bob:{Uri.EscapeDataString(Password)}@127.0.0.1:{server.Port}/cam";
        await File.WriteAllTextAsync(credential, address + "\n", TestContext.Current.CancellationToken);

        await using var rig = await CameraRig.StartAsync(
        [
            new CameraOptions { Name = "right", SourceFile = credential },
            new CameraOptions { Name = "wrong", Source = $"rtsp://bob:another-s3cret@127.0.0.1:{server.Port}/cam" },
        ]);
        (await rig.NextFrameAsync()).Dispose();
        await rig.UntilFaultAsync("401", camera: 1);

        Assert.Contains($"rtsp://***@127.0.0.1:{server.Port}/cam", rig.Said(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", rig.Said(), StringComparison.Ordinal);
        Assert.DoesNotContain("w0rd", rig.Said(), StringComparison.Ordinal);
        Assert.Empty(Tool.ProcessesWith("another-s3cret"));
        Assert.Empty(Tool.ProcessesWith(address));
        Assert.Equal(CameraState.Online, rig[0].Status.State);
    }

    [Fact]
    public async Task AFrameSizeThatChanges_IsSeenAndTheNewSizeComes()
    {
        using var server = await RtspServer.StartAsync(0, "--switch", "3");
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = server.Address });

        (await rig.NextFrameAsync()).Dispose();
        Assert.Equal(320, rig[0].Status.Width);

        await rig.UntilFaultAsync("The size of the frames changed from 320 x 240 to 160 x 120");
        await Retry.Until("frames of the new size", () => rig[0].Status is { Width: 160, Height: 120, State: CameraState.Online });
    }

    [Fact]
    public async Task AServerThatFallsSilent_IsStalledThenLostAndFoundAgain()
    {
        using var server = await RtspServer.StartAsync();
        await using var rig = await CameraRig.StartAsync(new CameraOptions
        {
            Name = "cam1",
            Source = server.Address,
            StalledAfter = TimeSpan.FromSeconds(0.8),
            ReadTimeout = TimeSpan.FromSeconds(2),
        });
        await rig.UntilAsync(CameraState.Online);

        await server.SignalAsync("STOP");
        await rig.UntilAsync(CameraState.Stalled);
        await rig.UntilAsync(CameraState.Offline);
        await server.SignalAsync("CONT");
        await rig.UntilAsync(CameraState.Online);
    }

    [Theory]
    [InlineData("v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 NOSUCHCODEC/90000\r\n")]
    [InlineData("v=0\r\nm=audio 0 RTP/AVP 0\r\n")]
    [InlineData("\u0001\u0002 this is no description at all \r\n\r\n a=b=c=d m= \r\nm=video \r\n")]
    [InlineData("")]
    public async Task ABrokenDescriptionOfTheStream_IsAFaultWithAReason_AndTriedAgain(string description)
    {
        await using var server = new ScriptedRtspServer(System.Text.Encoding.ASCII.GetBytes(description));
        await using var rig = await CameraRig.StartAsync(
            new CameraOptions { Name = "cam1", Source = server.Address, OpenTimeout = TimeSpan.FromSeconds(4), ReadTimeout = TimeSpan.FromSeconds(2) });

        await Retry.Until("two faults", () => rig.Logs.GetSnapshot().Count(record => record.Id.Id is 102 or 103) >= 2);

        Assert.Equal(CameraState.Offline, rig[0].Status.State);
        Assert.Matches("^(ffmpeg ended with exit code|No frame came within)", rig[0].Status.LastFault);
    }

    [Fact]
    public async Task AStreamThatStopsInTheMiddleOfAFrame_IsStalledThenLostAndFoundAgain()
    {
        using var server = await RtspServer.StartAsync();
        await using var proxy = new LimitedProxy(server.Port, limit: 150_000);
        await using var rig = await CameraRig.StartAsync(new CameraOptions
        {
            Name = "cam1",
            Source = $"rtsp://127.0.0.1:{proxy.Port}/cam",
            StalledAfter = TimeSpan.FromSeconds(0.8),
            ReadTimeout = TimeSpan.FromSeconds(2),
        });

        await rig.UntilAsync(CameraState.Online);
        await rig.UntilAsync(CameraState.Stalled);
        Assert.True(proxy.Silent > 0, "the connection fell silent");
        await rig.UntilAsync(CameraState.Offline);
        proxy.Heal();
        await rig.UntilAsync(CameraState.Online);
        var grabbed = rig[0].Status.Grabbed;
        await Retry.Until("more frames than one connection let through", () => rig[0].Status.Grabbed > grabbed + 20);
    }

    [Fact]
    public async Task AHostThatRefuses_IsAFaultWithItsReason()
    {
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = "rtsp://127.0.0.1:9/none" });

        await rig.UntilFaultAsync("Connection refused");

        Assert.Equal(CameraState.Offline, rig[0].Status.State);
    }

    [Fact]
    public async Task WithoutFfmpeg_TheFaultSaysWhatToInstall()
    {
        await using var rig = await CameraRig.StartAsync(
            new CameraOptions { Name = "cam1", Source = "rtsp://127.0.0.1:9/none" }, options => options.Ffmpeg = "/absent/ffmpeg");

        await rig.UntilFaultAsync("install");
    }

    [Theory]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright", 5, 1)]
    [InlineData("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", 4, 4)]
    [InlineData("ffmpeg version n7.0.2 Copyright", 7, 0)]
    [InlineData("ffmpeg version N-117000-gabcdef Copyright", int.MaxValue, 0)]
    public void Version_OfReleasesAndOwnBuilds_IsRead(string text, int major, int minor) =>
        Assert.Equal(new FfmpegVersion(major, minor), FfmpegVersion.Parse(text));

    [Fact]
    public void Arguments_OfEachVersion_UseItsOwnOptions()
    {
        Assert.True(CameraAddress.TryParse("rtsp://a:b'c@host/x", out var address, out _));

        var old = string.Join(' ', RtspSource.Arguments(new FfmpegVersion(4, 4), address, TimeSpan.FromSeconds(5)));
        var modern = string.Join(' ', RtspSource.Arguments(new FfmpegVersion(6, 1), address, TimeSpan.FromSeconds(5)));

        Assert.Contains("-stimeout 5000000", old, StringComparison.Ordinal);
        Assert.Contains("-vsync passthrough", old, StringComparison.Ordinal);
        Assert.Contains("-fps_mode passthrough", modern, StringComparison.Ordinal);
        Assert.Contains("-threads 1", modern, StringComparison.Ordinal);
        Assert.DoesNotContain("rtsp://", modern, StringComparison.Ordinal);
        Assert.Contains(@"file 'rtsp://a:b'\''c@host/x'", RtspSource.InputList(address, TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
    }
}
