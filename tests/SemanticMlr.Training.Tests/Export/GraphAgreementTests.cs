using Microsoft.ML.OnnxRuntime;
using SemanticMlr.TestSupport;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Export;

/// <summary>The written graphs give what the modules give, to 1e-4, with random weights and random statistics of the norms.</summary>
[Collection(ProcessWide.Name)]
public sealed class GraphAgreementTests : IDisposable
{
    private const float Tolerance = 1e-4f;

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
        var outputs = Run(
            ImageEncoderGraph.Write(_model.Image, _recipe.Image, _recipe.Dimension),
            ("pixels", OrtValue.CreateTensorValueFromMemory(pixels, [count, size, size, 3])));

        Near(global, outputs["global"]);
        Near(patches, outputs["patches"]);
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
        var outputs = Run(
            TextEncoderGraph.Write(_model.Text, _recipe.Dimension), ("input_ids", OrtValue.CreateTensorValueFromMemory(ids, [count, length])));

        Near(expected, outputs["text_embeddings"]);
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(3, 7, 2)]
    [InlineData(3, 7, 1)]
    [InlineData(2, 7, 1000)]
    public void The_heads_agree(int count, int labels, int topK)
    {
        var (dimension, patchCount) = (_recipe.Dimension, 36);
        var (global, patches, texts) = (randn(count, dimension), randn(count, patchCount, dimension), randn(labels, dimension));
        foreach (var parameter in _model.Heads.parameters())
        {
            parameter.copy_(randn_like(parameter));
        }

        var (local, mkt, clip) = _model.Heads.Logits(global, patches, texts, topK);
        (string, OrtValue)[] inputs = [("global", Value(global)), ("patches", Value(patches)), ("label_embeddings", Value(texts))];
        var mktOutputs = Run(HeadGraphs.Mkt(_model.Heads, dimension, patchCount, topK, explain: false), inputs);
        var explained = Run(HeadGraphs.Mkt(_model.Heads, dimension, patchCount, topK, explain: true), inputs);
        var clipOutputs = Run(HeadGraphs.Clip(_model.Heads, dimension), inputs[0], inputs[2]);

        Near(mkt, mktOutputs["logits"]);
        Near(mkt, explained["logits"]);
        Near(local.sigmoid(), explained["relevance"]);
        Near(clip, clipOutputs["logits"]);
        Assert.DoesNotContain("relevance", mktOutputs.Keys);
    }

    public void Dispose()
    {
        _model.Dispose();
        _noGradients.Dispose();
        _scope.Dispose();
        _folder.Dispose();
    }

    private static OrtValue Value(Tensor tensor) => OrtValue.CreateTensorValueFromMemory(TensorData.Values(tensor), tensor.shape);

    private static Dictionary<string, float[]> Run(byte[] graph, params (string Name, OrtValue Value)[] inputs)
    {
        using var session = new InferenceSession(graph);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [.. inputs.Select(input => input.Name)], [.. inputs.Select(input => input.Value)], session.OutputNames);
        return session.OutputNames.Zip(outputs).ToDictionary(pair => pair.First, pair => pair.Second.GetTensorDataAsSpan<float>().ToArray());
    }

    private static void Near(Tensor expected, float[] found)
    {
        var values = TensorData.Values(expected);
        Assert.Equal(values.Length, found.Length);
        Assert.True(values.Zip(found).Max(pair => Math.Abs(pair.First - pair.Second)) <= Tolerance);
    }
}
