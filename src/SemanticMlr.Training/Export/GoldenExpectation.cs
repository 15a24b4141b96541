using System.Runtime.InteropServices;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.Text;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export;

/// <summary>What golden inputs must give, computed by the trained modules themselves: a check of the written graphs as well.</summary>
internal sealed class GoldenExpectation(Recipe recipe, MatchingModel model, PhraseBook phrases)
{
    /// <summary>The vectors and logits of a picture.</summary>
    public GoldenImage Of(GoldenPicture picture, BundleFile file)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        model.eval();
        var batch = new CropBatch(1, recipe.Image.Size, picture.Brightness, [], []);
        var labels = model.Text.forward(tensor(phrases.Defaults(), [recipe.Labels.Count, phrases.ContextLength]));
        var (global, patches) = model.Image.forward(Trainer.Normalised(batch, recipe.Image));
        var (_, mkt, clip) = model.Heads.Logits(global, patches, labels);
        return new GoldenImage
        {
            File = file.File,
            Sha256 = file.Sha256,
            Global = Bytes(global),
            Patches = Bytes(patches),
            Logits = new Dictionary<string, byte[]> { ["clip"] = Bytes(clip), ["mkt"] = Bytes(mkt) },
        };
    }

    /// <summary>The vector of a text.</summary>
    public GoldenText Of(string text, IReadOnlyList<int> ids)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        model.eval();
        var row = PhraseBook.Pad(ids, phrases.ContextLength, phrases.Vocabulary.PaddingId);
        return new GoldenText { Text = text, Ids = ids, Embedding = Bytes(model.Text.forward(tensor(row, [1, row.Length]))) };
    }

    private static byte[] Bytes(Tensor tensor) => MemoryMarshal.AsBytes(TensorData.Values(tensor).AsSpan()).ToArray();
}
