using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Tests.Modules.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Tests.Export;

/// <summary>A bundle with a label graph and every head, as the agent loads it: golden proof, explain files, a change of the label list.</summary>
[Collection(ProcessWide.Name)]
public sealed class RecognisedHeadsTests : IDisposable
{
    private static readonly string[] Names = ["clip", "mkt", "sigrl", "sigrl+"];
    private static readonly string[] Texts = ["a open", "a short", "a spur"];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly IDisposable _noGradients = no_grad();
    private readonly TinyBundle _files = new();
    private readonly Dictionary<string, MatchingHead> _heads = [];
    private readonly LabelGraph _graph;

    public RecognisedHeadsTests()
    {
        torch.random.manual_seed(13);
        _graph = new NearestLabelGraph(TinyGraphs.Dimension, neighbours: 2, heads: 2, features: 3);
        TestHeads.Randomise(_graph);
        _graph.eval();
        _files.WriteFile("gmc.onnx", HeadGraphs.Write(_graph));
        foreach (var name in Names)
        {
            _heads[name] = TestHeads.Create(name, TinyGraphs.Dimension, TinyGraphs.TopK);
            TestHeads.Randomise(_heads[name]);
            _heads[name].eval();
            var options = new HeadGraphOptions(TinyGraphs.PatchCount) { LabelGraph = true };
            _files.WriteFile($"{name}.own.onnx", HeadGraphs.Write(_heads[name], options));
            if (HeadGraphs.WriteExplained(_heads[name], options) is { } explained)
            {
                _files.WriteFile($"{name}.own.explain.onnx", explained);
            }
        }

        var tokenizer = new TextTokenizer(_files.Manifest.Text.Tokenizer!, _files.Folder);
        var texts = TensorOf([.. Texts.SelectMany(text => HandComputation.Text(tokenizer.Encode(text)))], TinyGraphs.Dimension);
        _files.EditGolden(json =>
        {
            foreach (var (seed, image) in json["images"]!.AsArray().Index())
            {
                image!["logits"] = new System.Text.Json.Nodes.JsonObject(Names.Select(name => KeyValuePair.Create(
                    name, (System.Text.Json.Nodes.JsonNode?)Convert.ToBase64String(TinyBundle.BytesOf(Expected(name, HandComputation.Pixels(seed), texts))))));
            }
        });
        _files.Edit(manifest => manifest with
        {
            Graph = new BundleFile { File = "gmc.onnx" },
            DefaultHead = "sigrl+",
            Heads = Names.ToDictionary(name => name, name => new HeadEntry
            {
                File = $"{name}.own.onnx",
                Explain = _heads[name].ReadsPatches ? new BundleFile { File = $"{name}.own.explain.onnx" } : null,
                TopK = _heads[name].ReadsPatches ? TinyGraphs.TopK : null,
            }),
        });
    }

    [Fact]
    public void EveryHead_IsProvedByTheGoldenPictures()
    {
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cpu] };
        using var model = Load(options);

        Assert.NotEmpty(BundleProof.Prove(model, options));
    }

    [Fact]
    public void EveryHead_ScoresListsOfAnyLength()
    {
        using var model = Load(new InferenceOptions { Providers = [ExecutionProvider.Cpu] });
        using var batch = model.CreateBatch(2);
        for (var image = 0; image < 2; image++)
        {
            HandComputation.Pixels(image).CopyTo(batch.PixelsOf(image));
        }

        model.Encode(batch, 2);
        foreach (var count in new[] { 1, 2, 3 })
        {
            var list = model.Bundle.Labels;
            LabelTable table = model.CreateLabelTable(list with { Labels = [.. list.Labels.Take(count)] });
            var texts = TensorOf(table.Embeddings, TinyGraphs.Dimension);
            foreach (var name in Names)
            {
                model.Score(batch, 2, RecognitionSnapshot.Create(model, table, name, besideList: null));

                for (var image = 0; image < 2; image++)
                {
                    GraphRun.AssertNear(TensorOf(Expected(name, HandComputation.Pixels(image), texts), count), batch.Logits(image).ToArray());
                }
            }
        }
    }

    public void Dispose()
    {
        _files.Dispose();
        _noGradients.Dispose();
        _scope.Dispose();
    }

    private RecognitionModel Load(InferenceOptions options) =>
        RecognitionModel.Load(Bundle.Open(_files.Folder), options, cache: null, NullLogger.Instance);

    private float[] Expected(string name, byte[] pixels, Tensor texts)
    {
        var patches = HandComputation.Patches(pixels);
        return TensorData.Values(_heads[name].Score(
            TensorOf(HandComputation.Global(patches), TinyGraphs.Dimension), TensorOf(patches, TinyGraphs.Dimension).unsqueeze(0), texts, _graph.forward(texts)));
    }

    private static Tensor TensorOf(float[] values, int width) => tensor(values, [values.Length / width, width]);
}
