using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Labels;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;
using SemanticMlr.Training.Text;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the bundle of a finished run: graphs, tokenizer, labels, golden pictures, manifest, card.</summary>
/// <param name="folder">The bundle's folder; files of other names stay as they are.</param>
/// <param name="recipe">The recipe of the run.</param>
public sealed class BundleWriter(string folder, Recipe recipe)
{
    /// <summary>Largest relative difference that golden vectors allow: other processors sum in other orders.</summary>
    private const double GoldenTolerance = 0.002;

    /// <summary>Writes the bundle; the manifest comes last, so that a broken-off export is no bundle.</summary>
    /// <param name="run">The run, finished.</param>
    /// <param name="result">What it gave.</param>
    /// <returns>Whether a card was written; one that stands there already is left to its author.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public bool Write(TrainingRun run, TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(result);
        using var pause = new CollectionPause();
        CollectionPause.Renew();
        Directory.CreateDirectory(folder);
        var manifestPath = Path.Combine(folder, BundleManifest.FileName);
        File.Delete(manifestPath);
        var manifest = Manifest(run.Model, run.Phrases, run.TokenizerFolder, result);
        File.WriteAllBytes(manifestPath, [.. JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJson.Default.BundleManifest), (byte)'\n']);
        var card = Path.Combine(folder, "MODEL_CARD.md");
        if (File.Exists(card))
        {
            return false;
        }

        File.WriteAllText(card, ModelCard.Of(recipe, result));
        return true;
    }

    private BundleManifest Manifest(MatchingModel model, PhraseBook phrases, string tokenizerFolder, TrainingResult result)
    {
        var patches = recipe.Image.PatchesPerSide * recipe.Image.PatchesPerSide;
        var encoder = Put("encoder.fp32.onnx", ImageEncoderGraph.Write(model.Image, recipe.Image, recipe.Dimension));
        var text = Put("text.onnx", TextEncoderGraph.Write(model.Text, recipe.Dimension));
        var tokenizer = PhraseBook.Specification();
        return new BundleManifest
        {
            Name = recipe.Name,
            Version = recipe.Version,
            Image = recipe.Image.ToSpecification(),
            Encoders = [new EncoderEntry { File = encoder.File, Sha256 = encoder.Sha256, Precision = EncoderPrecision.Fp32, Target = EncoderTarget.Any }],
            Text = new TextSpecification
            {
                Encoder = string.Create(CultureInfo.InvariantCulture, $"{recipe.Name}-text-{recipe.Version}"),
                Graph = text,
                Tokenizer = tokenizer with
                {
                    Vocabulary = Copy(tokenizerFolder, tokenizer.Vocabulary.File),
                    Merges = Copy(tokenizerFolder, tokenizer.Merges.File),
                },
                ContextLength = recipe.Text.ContextLength,
                PaddingId = phrases.Vocabulary.PaddingId,
                Prompt = recipe.Text.Prompt,
            },
            Heads = new Dictionary<string, HeadEntry>
            {
                ["clip"] = Head("head.clip", HeadGraphs.Clip(model.Heads, recipe.Dimension), null, null),
                ["mkt"] = Head(
                    "head.mkt",
                    HeadGraphs.Mkt(model.Heads, recipe.Dimension, patches, recipe.TopK, explain: false),
                    HeadGraphs.Mkt(model.Heads, recipe.Dimension, patches, recipe.TopK, explain: true),
                    Math.Min(recipe.TopK, patches)),
            },
            DefaultHead = "mkt",
            Dimension = recipe.Dimension,
            Labels = Put("labels.json", JsonSerializer.SerializeToUtf8Bytes(DefaultLabels(), ExportJson.Default.LabelList)),
            Golden = Put("golden.json", JsonSerializer.SerializeToUtf8Bytes(Golden(model, phrases, tokenizer, tokenizerFolder), BundleJson.Default.GoldenSet)),
            Licence = recipe.Licence,
            Provenance = JsonSerializer.SerializeToNode(result, RunJson.Default.TrainingResult)!.AsObject(),
        };
    }

    private GoldenSet Golden(MatchingModel model, PhraseBook phrases, TokenizerSpecification specification, string tokenizerFolder)
    {
        var expectation = new GoldenExpectation(recipe, model, phrases);
        var tokenizer = new TextTokenizer(specification, tokenizerFolder);
        return new GoldenSet
        {
            Tolerance = GoldenTolerance,
            Images =
            [
                .. GoldenPictures.Draw(recipe.Image.Size).Select((picture, index) =>
                    expectation.Of(picture, Put(string.Create(CultureInfo.InvariantCulture, $"golden.{index + 1}.png"), picture.Png))),
            ],
            Texts = [.. recipe.Labels.Select(label => expectation.Of(Prompted(label.Text), tokenizer.Encode(Prompted(label.Text))))],
        };
    }

    private string Prompted(string text) => recipe.Text.Prompt.Replace("{label}", text, StringComparison.Ordinal);

    private LabelList DefaultLabels() => new()
    {
        Id = recipe.Name,
        Version = recipe.Version,
        Labels = [.. recipe.Labels.Select(label => new LabelDefinition { Id = label.Id, Text = label.Text, Aliases = label.Phrases, Severity = label.Severity })],
    };

    private HeadEntry Head(string name, byte[] graph, byte[]? explain, int? topK)
    {
        var file = Put($"{name}.onnx", graph);
        return new HeadEntry
        {
            File = file.File,
            Sha256 = file.Sha256,
            Explain = explain is null ? null : Put($"{name}.explain.onnx", explain),
            TopK = topK,
            Calibration = $"{name.Replace("head", "calibration", StringComparison.Ordinal)}.json",
        };
    }

    private BundleFile Copy(string source, string name) => Put(name, File.ReadAllBytes(Path.Combine(source, name)));

    private BundleFile Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return new BundleFile { File = name, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }
}
