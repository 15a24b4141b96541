using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Bundles;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.EncoderBenchmarks;
using SemanticMlr.Training.Quantisation;
using SemanticMlr.Training.Tests.Quantisation;

namespace SemanticMlr.Training.Tests.EncoderBenchmarks;

public sealed class FloatTwinTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void TheTwinGivesTheSame_ForMeansAndSpreadsByColour()
    {
        var (path, twin) = (Path.Combine(_folder.Path, "encoder.onnx"), Path.Combine(_folder.Path, "twin.onnx"));
        File.WriteAllBytes(path, SmallEncoders.Convolutional([0.48f, 0.45f, 0.4f], [0.27f, 0.26f, 0.28f]));
        FloatTwin.Write(path, twin);

        var pixels = new byte[SmallEncoders.Size * SmallEncoders.Size * 3];
        new Random(4).NextBytes(pixels);
        using var runner = new GraphRunner(path, EncoderGraph.Parse(path, File.ReadAllBytes(path)).Model, 1);
        var expected = runner.Values(pixels, ["global", "patches"]);
        using var session = new InferenceSession(twin);
        using var input = OrtValue.CreateTensorValueFromMemory(Planes(pixels), [1, 3, SmallEncoders.Size, SmallEncoders.Size]);
        using var options = new RunOptions();
        using var found = session.Run(options, ["planes"], [input], ["global", "patches"]);

        foreach (var (left, right) in expected.Zip(found))
        {
            Assert.All(left.Zip(right.GetTensorDataAsSpan<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void AnEncoderWhosePixelsTakeAnotherWay_IsRefused()
    {
        var path = Path.Combine(_folder.Path, "encoder.onnx");
        File.WriteAllBytes(path, SmallEncoders.Edit(SmallEncoders.Convolutional([0, 0, 0], [1, 1, 1]), model => model.Graph.Node.First(node => node.OpType == "Cast").OpType = "Identity"));

        Assert.Contains("no twin", Assert.Throws<BundleException>(() => FloatTwin.Write(path, Path.Combine(_folder.Path, "twin.onnx"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static float[] Planes(byte[] pixels)
    {
        var places = pixels.Length / 3;
        return [.. Enumerable.Range(0, pixels.Length).Select(index => (float)pixels[index % places * 3 + index / places])];
    }
}
