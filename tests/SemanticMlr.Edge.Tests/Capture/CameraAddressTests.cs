using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class CameraAddressTests
{
    [Theory]
    [InlineData("/videos/a.mp4", CameraAddressKind.Path, "/videos/a.mp4")]
    [InlineData("videos/a:b.mp4", CameraAddressKind.Path, "videos/a:b.mp4")]
    [InlineData("file:/videos/a.mp4", CameraAddressKind.File, "/videos/a.mp4")]
    [InlineData("file:///videos/a.mp4", CameraAddressKind.File, "/videos/a.mp4")]
    [InlineData("folder:images", CameraAddressKind.Folder, "images")]
    [InlineData("/dev/video0", CameraAddressKind.Device, "/dev/video0")]
    [InlineData("/dev/v4l/by-id/usb-x", CameraAddressKind.Device, "/dev/v4l/by-id/usb-x")]
    [InlineData("v4l2:/dev/video2", CameraAddressKind.Device, "/dev/video2")]
    [InlineData("sim:pcb?seed=3&rate=5", CameraAddressKind.Simulation, "sim:pcb?seed=3&rate=5")]
    [InlineData("RTSP://host/x", CameraAddressKind.Rtsp, "RTSP://host/x")]
    [InlineData("pipe:cat x", CameraAddressKind.Pipe, "cat x")]
    [InlineData("pipe:64x48@12.5:cat x", CameraAddressKind.Pipe, "cat x")]
    public void TryParse_OfEachForm_FindsKindAndTarget(string text, CameraAddressKind kind, string target)
    {
        Assert.True(CameraAddress.TryParse(text, out var address, out var fault), fault);

        Assert.Equal((kind, target), (address.Kind, address.Target));
    }

    [Fact]
    public void TryParse_OfRawFrames_ReadsSizeAndRate()
    {
        Assert.True(CameraAddress.TryParse("pipe:64x48@12.5:cat x", out var address, out _));

        Assert.Equal((64, 48, 12.5), (address.Width, address.Height, address.Rate));
    }

    [Theory]
    [InlineData("", "no address is given")]
    [InlineData("  ", "no address is given")]
    [InlineData("http://user:s3cret@host/", "'http:' is not known")]
    [InlineData("file:", "a path must follow")]
    [InlineData("rtsp://", "no host")]
    [InlineData("rtsp://user:s3cret@", "no host")]
    [InlineData("rtsp://user:a/s3cret@host/", "percent-encoded")]
    [InlineData("rtsp://user:a@s3cret@host/", "percent-encoded")]
    [InlineData("pipe:", "a command must follow")]
    [InlineData("pipe:64x48:", "a command must follow")]
    [InlineData("sim:unknown", "no scene")]
    [InlineData("sim:pcb?rate=x", "rate")]
    [InlineData("/a\n/s3cret", "one line")]
    public void TryParse_OfWhatIsNoAddress_SaysWhy(string text, string part)
    {
        Assert.False(CameraAddress.TryParse(text, out _, out var fault));

        Assert.Contains(part, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://user:s3cret@host:554/x", "rtsp://***@host:554/x")]
    [InlineData("rtsp://host/x?user=a&password=s3cret", "rtsp://host/x?***")]
    [InlineData("rtsp://host:554/user=admin&password=s3cret&channel=1", "rtsp://host:554/***")]
    [InlineData("rtsps://user:s3%40cret@[::1]:322/", "rtsps://***@[::1]:322/")]
    [InlineData("pipe:/usr/bin/grab --password s3cret", "pipe:grab ***")]
    [InlineData("pipe:64x48@10:grab", "pipe:64x48@10:grab")]
    [InlineData("pipe:grab\t--password\ts3cret", "pipe:grab ***")]
    [InlineData("pipe:RTSP_PASS=s3cret ffmpeg -i x", "pipe:***")]
    [InlineData("pipe:64x48@10:RTSP_PASS=s3cret", "pipe:64x48@10:***")]
    [InlineData("/videos/a.mp4", "/videos/a.mp4")]
    public void ToString_HidesWhatIsSecret(string text, string shown)
    {
        Assert.True(CameraAddress.TryParse(text, out var address, out _));

        Assert.Equal(shown, address.ToString());
        Assert.Equal(shown, $"{address}");
    }

    [Theory]
    [InlineData("rtsp://user:s3cret@host/x", "opening rtsp://user:s3cret@host/x failed", "opening rtsp://***@host/x failed")]
    [InlineData("rtsp://user:s3%40cret@host/x", "user 'user' with s3@cret", "user 'user' with ***")]
    [InlineData("rtsp://host/user=a_password=s3cret", "no stream /user=a_password=s3cret there", "no stream *** there")]
    [InlineData("rtsp://host/x", "see http://a:b@other/ token=abc", "see http://***@other/ token=***")]
    [InlineData("pipe:grab --password hunter --key=abc", "bad hunter and abc", "bad *** and ***")]
    [InlineData("pipe:RTSP_PASS=hunter grab x", "bad hunter", "bad ***")]
    [InlineData("pipe:A=b RTSP_PASS=\"hunter\"; grab", "bad hunter", "bad ***")]
    [InlineData("pipe:64x48@10:RTSP_PASS=hunter grab", "bad hunter", "bad ***")]
    [InlineData("pipe:grab\t--password\thunter", "bad hunter", "bad ***")]
    [InlineData("pipe:grab xy://u:p@h/", "no xy://u:p@h/", "no ***")]
    public void Redact_TakesTheSecretsOutOfAnyText(string address, string text, string expected)
    {
        Assert.True(CameraAddress.TryParse(address, out var parsed, out _));

        Assert.Equal(expected, parsed.Redact(text));
    }
}
