using OpenCvSharp;
using SemanticMlr.Edge.Capture;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class FolderCameraTests
{
    [Fact]
    public async Task Images_OfEveryDepthAndChannelCount_BecomeBgrInTheOrderOfTheirNames()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("1-grey.png"), MatType.CV_8UC1, new Scalar(10));
        Write(folder.File("2-grey16.png"), MatType.CV_16UC1, new Scalar(20 * 257));
        Write(folder.File("3-colour16.png"), MatType.CV_16UC3, new Scalar(30 * 257, 0, 0));
        Write(folder.File("4-alpha.png"), MatType.CV_8UC4, new Scalar(40, 0, 0, 128));
        Write(folder.File("5-colour.bmp"), MatType.CV_8UC3, new Scalar(50, 0, 0));
        await File.WriteAllTextAsync(folder.File("notes.txt"), "no image", TestContext.Current.CancellationToken);
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = folder.Path, Pace = FramePace.Fast });

        var frames = await rig.TakeAllAsync();

        Assert.Equal([10, 20, 30, 40, 50], frames.Select(frame => (int)frame.Blue));
        Assert.Empty(rig[0].Status.Dropped);
    }

    [Fact]
    public async Task DamagedImages_AreSkippedCountedAndLoggedOnce()
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("a.jpg"), MatType.CV_8UC3, new Scalar(1, 2, 3));
        Write(folder.File("b.png"), MatType.CV_8UC3, new Scalar(1, 2, 3));
        Cut(folder.File("a.jpg"), folder.File("cut.jpg"));
        Cut(folder.File("b.png"), folder.File("cut.png"));
        await File.WriteAllBytesAsync(folder.File("empty.jpg"), [], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("text.jpg"), "no image", TestContext.Current.CancellationToken);
        await using var rig = await CameraRig.StartAsync(
            new CameraOptions { Name = "cam1", Source = $"folder:{folder.Path}", Loop = true, Rate = 100 });

        await Retry.Until("three laps", () => rig[0].Status.Grabbed >= 6);

        Assert.True(rig[0].Status.Dropped["corrupt"] >= 8);
        var skipped = rig.Logs.GetSnapshot().Where(record => record.Id.Id == 106).Select(record => record.Message).ToArray();
        Assert.Equal(4, skipped.Length);
        Assert.Contains(skipped, message => message.Contains("cut.jpg: the JPEG ends too early", StringComparison.Ordinal));
        Assert.Contains(skipped, message => message.Contains("cut.png: the PNG ends too early", StringComparison.Ordinal));
        Assert.Contains(skipped, message => message.Contains("empty.jpg: the file is empty", StringComparison.Ordinal));
        Assert.Contains(skipped, message => message.Contains("text.jpg: it cannot be decoded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsNoRegularFile_IsSkippedWithoutBeingOpened()
    {
        using var folder = new TemporaryFolder();
        await Tool.RunAsync("mkfifo", folder.File("fifo.jpg"));
        File.CreateSymbolicLink(folder.File("link.jpg"), folder.File("fifo.jpg"));
        File.CreateSymbolicLink(folder.File("zero.jpg"), "/dev/zero");
        File.CreateSymbolicLink(folder.File("lost.jpg"), folder.File("absent.jpg"));
        Write(folder.File("real.png"), MatType.CV_8UC3, new Scalar(7, 0, 0));
        File.CreateSymbolicLink(folder.File("whole.png"), folder.File("real.png"));
        await using var rig = await CameraRig.StartAsync(new CameraOptions { Name = "cam1", Source = folder.Path, Pace = FramePace.Fast });

        var frames = await rig.TakeAllAsync();

        Assert.Equal([7, 7], frames.Select(frame => (int)frame.Blue));
        Assert.Equal(4, rig[0].Status.Dropped["corrupt"]);
        Assert.Equal(
            ["fifo.jpg", "link.jpg", "zero.jpg"],
            rig.Logs.GetSnapshot()
                .Where(record => record.Id.Id == 106 && record.Message.Contains("no regular file", StringComparison.Ordinal))
                .Select(record => Path.GetFileName(record.GetStructuredStateValue("Path"))));
    }

    [Fact]
    public async Task AFolderOfWhichNothingCanBeRead_IsAVisibleFault()
    {
        using var folder = new TemporaryFolder();
        await using var rig = await CameraRig.StartAsync(
        [
            new CameraOptions { Name = "empty", Source = folder.Path },
            new CameraOptions { Name = "absent", Source = $"folder:{folder.File("absent")}" },
        ]);

        await rig.UntilFaultAsync("holds no image", camera: 0);
        await rig.UntilFaultAsync("does not exist", camera: 1);
        await Retry.Until("the reason being told, once", () => rig.Changes.Count(change => change == ("absent", CameraState.Offline)) == 2);

        await File.WriteAllTextAsync(folder.File("bad.jpg"), "no image", TestContext.Current.CancellationToken);
        await rig.UntilFaultAsync("None of the 1 images", camera: 0);
        Write(folder.File("good.png"), MatType.CV_8UC3, new Scalar(7, 0, 0));
        (await rig.NextFrameAsync()).Dispose();
    }

    [Fact]
    public void AThumbnailsEnd_IsNotTheEndOfTheJpeg()
    {
        byte[] thumbnail = [0xFF, 0xE1, 0x00, 0x06, 0xFF, 0xD9, 0x00, 0x00];
        byte[] scan = [0xFF, 0xDA, 0x00, 0x02, 0x11];

        Assert.Equal("the JPEG ends too early", ImageFileCheck.FaultOf([0xFF, 0xD8, .. thumbnail, .. scan]));
        Assert.Null(ImageFileCheck.FaultOf([0xFF, 0xD8, .. thumbnail, .. scan, 0xFF, 0xD9]));
    }

    private static void Write(string path, MatType type, Scalar colour)
    {
        using var image = new Mat(24, 32, type, colour);
        Assert.True(Cv2.ImWrite(path, image));
    }

    private static void Cut(string whole, string part) => File.WriteAllBytes(part, File.ReadAllBytes(whole)[..^20]);
}
