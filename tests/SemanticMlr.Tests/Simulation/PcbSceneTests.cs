using System.Security.Cryptography;
using System.Text.Json;
using OpenCvSharp;
using SemanticMlr.Simulation;

namespace SemanticMlr.Tests.Simulation;

public sealed class PcbSceneTests : IDisposable
{
    private const long Seed = SceneCatalog.FirstTestSeed;
    private readonly Mat _picture = new(640, 640, MatType.CV_8UC3);

    public void Dispose() => _picture.Dispose();

    [Fact]
    public void Render_OfTheSameIndex_IsTheSamePictureInAnyOrder()
    {
        var forward = Enumerable.Range(0, 5).Select(index => Draw(SceneCatalog.Create("pcb", Seed), index)).ToArray();
        var scene = SceneCatalog.Create("pcb", Seed);

        for (var index = 4; index >= 0; index--)
        {
            Assert.Equal(forward[index], Draw(scene, index));
        }

        Assert.Equal(5, forward.Select(drawn => drawn.Truth).Distinct().Count());
    }

    [Fact]
    public void Render_OfAnotherSeed_IsAnotherPicture() =>
        Assert.NotEqual(Draw(new PcbScene(Seed), 0).Truth, Draw(new PcbScene(Seed + 1), 0).Truth);

    [Fact]
    public void Render_OnEveryMachine_TellsTheSameTruth()
    {
        var scene = new PcbScene(Seed);
        var truth = string.Join('\n', Enumerable.Range(0, 20).Select(index => Draw(scene, index).Truth));

        Assert.Equal("66b7f946ced04123", Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(truth)))[..16]);
    }

    [Fact]
    public void Render_GivesThreeToTwelveSeparateDefectsInsideThePicture()
    {
        var scene = new PcbScene(Seed + 2);
        for (var index = 0; index < 100; index++)
        {
            var truth = scene.Render(index, _picture);

            Assert.InRange(truth.Boxes.Count, 3, 12);
            Assert.Equal(truth.Labels, scene.Labels.Intersect(truth.Boxes.Select(box => box.Label)));
            Assert.All(truth.Boxes, box =>
            {
                Assert.True(box is { X: >= 0, Y: >= 0, Width: >= 12, Height: >= 12 });
                Assert.True(box.X + box.Width <= 640 && box.Y + box.Height <= 640);
                Assert.DoesNotContain(truth.Boxes, other => other != box
                    && other.X < box.X + box.Width && box.X < other.X + other.Width
                    && other.Y < box.Y + box.Height && box.Y < other.Y + other.Height);
            });
        }
    }

    [Fact]
    public void Render_IsNearlyBlackAndWhite()
    {
        new PcbScene(Seed).Render(3, _picture);
        using var grey = new Mat();
        Cv2.CvtColor(_picture, grey, ColorConversionCodes.BGR2GRAY);
        grey.GetArray(out byte[] pixels);

        Assert.All(pixels, pixel => Assert.True(pixel is <= 6 or >= 249, $"found grey {pixel}"));
    }

    [Fact]
    public void Render_IntoThePartOfALargerPicture_LeavesTheRestAlone()
    {
        using var large = new Mat(700, 800, MatType.CV_8UC3, new Scalar(1, 2, 3));
        using (var part = large.SubMat(new Rect(100, 30, 640, 640)))
        {
            new PcbScene(Seed).Render(0, part);
        }

        Assert.Equal(new Vec3b(1, 2, 3), large.At<Vec3b>(30, 99));
        Assert.Equal(new Vec3b(1, 2, 3), large.At<Vec3b>(670, 400));
    }

    [Fact]
    public void Render_IntoAWrongPicture_SaysWhatIsExpected()
    {
        using var grey = new Mat(640, 640, MatType.CV_8UC1);

        Assert.Contains("CV_8UC3", Assert.Throws<ArgumentException>(() => new PcbScene(Seed).Render(0, grey)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PcbScene(Seed).Render(-1, _picture));
    }

    [Fact]
    public void Create_OfAnUnknownScene_NamesTheKnownOnes() =>
        Assert.Contains("pcb", Assert.Throws<ArgumentException>(() => SceneCatalog.Create("moon", 1)).Message, StringComparison.Ordinal);

    private (string Truth, string Hash) Draw(IScene scene, long index)
    {
        var truth = scene.Render(index, _picture);
        _picture.GetArray(out Vec3b[] pixels);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(pixels.AsSpan());
        return (JsonSerializer.Serialize(truth.Boxes.Select(box => new { box.Label, box.X, box.Y, box.Width, box.Height, box.CentreX, box.CentreY })), Convert.ToHexString(SHA256.HashData(bytes)));
    }
}
