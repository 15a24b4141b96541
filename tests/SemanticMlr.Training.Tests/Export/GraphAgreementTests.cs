using Microsoft.ML.OnnxRuntime;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.Text;
using SemanticMlr.Training.VisionLanguage;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Export;

/// <summary>The written graphs give what the modules give, to 1e-4, with random weights and random statistics of the norms.</summary>
[Collection(ProcessWide.Name)]
public sealed class GraphAgreementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly IDisposable _noGradients = no_grad();
    private readonly Recipe _recipe = TinyRecipe.Create();
    private readonly PhraseBook _phrases;
    private readonly MatchingModel _model;

    public GraphAgreementTests()
    {
        _phrases = PhraseBook.Create(_recipe, _folder.Path);
        torch.random.manual_seed(5);
        _model = new MatchingModel(_recipe, _phrases.Vocabulary.Size + 1, _phrases.Vocabulary.PaddingId);
        _model.eval();
        foreach (var module in _model.modules().OfType<BatchNorm2d>())
        {
            module.weight!.copy_(rand_like(module.weight) + 0.5f);
            module.bias!.copy_(randn_like(module.bias!) * 0.1f);
            module.running_mean!.copy_(randn_like(module.running_mean!) * 0.1f);
            module.running_var!.copy_(rand_like(module.running_var!) + 0.5f);
        }
    }

    [Fact]
    public void Image_encoders_with_pooled_patches_agree()
    {
        var (size, side) = (_recipe.Image.Size, _recipe.Image.PatchesPerSide);
        using var encoder = new ImageEncoder(_recipe.Encoder, _recipe.Dimension, _recipe.Image.Border, side);
        encoder.eval();
        var brightness = new byte[2 * size * size];
        new Random(9).NextBytes(brightness);
        byte[] pixels = [.. brightness.SelectMany(value => new[] { value, value, value })];

        var (_, patches) = encoder.forward(Trainer.Normalised(new CropBatch(2, size, brightness, [], []), _recipe.Image));
        var outputs = GraphRun.Of(
            ImageEncoderGraph.Write(encoder, _recipe.Image, _recipe.Dimension), ("pixels", OrtValue.CreateTensorValueFromMemory(pixels, [2, size, size, 3])));

        Assert.Equal([2, 1, _recipe.Dimension], patches.shape);
        GraphRun.AssertNear(patches, outputs["patches"]);
    }

    [Fact]
    public void Image_encoders_in_colour_agree()
    {
        var size = _recipe.Image.Size;
        using var encoder = new ImageEncoder(_recipe.Encoder, _recipe.Dimension, _recipe.Image.Border, planes: 3);
        encoder.eval();
        var pixels = new byte[2 * size * size * 3];
        new Random(9).NextBytes(pixels);

        var (global, patches) = encoder.forward(VisionLanguageModel.Normalised(pixels, 2, _recipe.Image));
        var outputs = GraphRun.Of(
            ImageEncoderGraph.Write(encoder, _recipe.Image, _recipe.Dimension), ("pixels", OrtValue.CreateTensorValueFromMemory(pixels, [2, size, size, 3])));

        GraphRun.AssertNear(global, outputs["global"]);
        GraphRun.AssertNear(patches, outputs["patches"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_image_encoders_agree(int count)
    {
        var size = _recipe.Image.Size;
        var brightness = new byte[count * size * size];
        new Random(count).NextBytes(brightness);
        byte[] pixels = [.. brightness.SelectMany(value => new[] { value, value, value })];

        var (global, patches) = _model.Image.forward(Trainer.Normalised(new CropBatch(count, size, brightness, [], []), _recipe.Image));
        var outputs = GraphRun.Of(
            ImageEncoderGraph.Write(_model.Image, _recipe.Image, _recipe.Dimension),
            ("pixels", OrtValue.CreateTensorValueFromMemory(pixels, [count, size, size, 3])));

        GraphRun.AssertNear(global, outputs["global"]);
        GraphRun.AssertNear(patches, outputs["patches"]);
        Assert.Equal([count, _recipe.Image.PatchesPerSide * _recipe.Image.PatchesPerSide, _recipe.Dimension], patches.shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void The_text_encoders_agree(int count)
    {
        var length = _recipe.Text.ContextLength;
        var random = new Random(count);
        long[] ids = [.. Enumerable.Range(0, count).SelectMany(row => PhraseBook.Pad(
            [.. Enumerable.Range(0, 1 + row % length).Select(_ => random.Next(_phrases.Vocabulary.Size))], length, _phrases.Vocabulary.PaddingId))];

        var expected = _model.Text.forward(tensor(ids, [count, length]));
        var outputs = GraphRun.Of(
            TextEncoderGraph.Write(_model.Text, _recipe.Dimension), ("input_ids", OrtValue.CreateTensorValueFromMemory(ids, [count, length])));

        GraphRun.AssertNear(expected, outputs["text_embeddings"]);
    }

    public void Dispose()
    {
        _model.Dispose();
        _noGradients.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }
}
