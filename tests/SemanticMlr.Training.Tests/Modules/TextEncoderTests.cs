using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Recipes;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Modules;

[Collection(ProcessWide.Name)]
public sealed class TextEncoderTests
{
    private const int Padding = 0;
    private static readonly long[] Tokens = [3, 5, 7];

    [Fact]
    public void Padding_ChangesNothing_HoweverMuchOfItThereIs()
    {
        using var scope = NewDisposeScope();
        using var encoder = Create();

        var (tight, wide) = (Embed(encoder, Tokens), Embed(encoder, [.. Tokens, Padding, Padding, Padding]));
        var besideALongerOne = TensorData.Values(encoder.forward(tensor((long[])[.. Tokens, Padding, 9, 8, 7, 6], [2, 4])))[..tight.Length];

        Assert.All(tight.Zip(wide), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(tight.Zip(besideALongerOne), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(Embed(encoder, [Padding, Padding]), value => Assert.True(float.IsFinite(value)));
    }

    private static TextEncoder Create()
    {
        random.manual_seed(1);
        return new TextEncoder(
            new TextRecipe { Width = 8, Heads = 2, ContextLength = 6, Merges = 0, Prompt = "{label}" }, vocabulary: 12, Padding, dimension: 4);
    }

    private static float[] Embed(TextEncoder encoder, long[] tokens) => TensorData.Values(encoder.forward(tensor(tokens, [1, tokens.Length])));
}
