using SemanticMlr.Bundles;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Bundles;

public sealed class DeviceMeasurementsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NewerOnesTakeThePlaceOfOlderOnes_OnTheSameProviderOnly()
    {
        var path = _folder.File("state/measured.json");
        DeviceMeasurements.Read(path).With([Of("a", "cpu", 1.5), Of("a", "cuda", 3), Of("b", "cpu", 2)]).Write(path);

        DeviceMeasurements.Read(path).With([Of("a", "Cpu", 0.8)]).Write(path);

        var read = DeviceMeasurements.Read(path);
        Assert.Equal(3, read.Items.Count);
        Assert.Equal(0.8, read.Of(new EncoderEntry { File = "x", Sha256 = "a" }, "cpu")!.SpeedUp);
        Assert.Equal(3, read.Of(new EncoderEntry { File = "x", Sha256 = "a" }, "Cuda")!.SpeedUp);
        Assert.Null(read.Of(new EncoderEntry { File = "x", Sha256 = "b" }, "Cuda"));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"items\": [")]
    [InlineData("{\"items\": [{\"encoder\": \"a\"}]}")]
    public void ADamagedFile_IsNamedWithTheRemedy(string text)
    {
        var path = _folder.File("measured.json");
        File.WriteAllText(path, text);

        var exception = Assert.Throws<BundleException>(() => DeviceMeasurements.Read(path));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("elete it and run mlr bench forms again", exception.Message, StringComparison.Ordinal);
    }

    private static DeviceMeasurement Of(string encoder, string provider, double speedUp) => new(encoder, new EncoderMeasurement(-0.1, speedUp, 0.99, provider, "here"));
}
