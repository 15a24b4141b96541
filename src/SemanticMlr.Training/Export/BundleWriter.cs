using System.Globalization;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Export.Heads;
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
    /// <summary>Bytes: a graph is held a few times while it is written.</summary>
    private const long CollectionBudget = 200L << 20;

    private readonly BundleFolder _folder = new(folder);

    /// <summary>Writes the bundle beside the folder, opens it, and puts it in the place of what is there: an old bundle stays until the new one is proven.</summary>
    /// <param name="run">The run, finished.</param>
    /// <param name="result">What it gave.</param>
    /// <returns>Whether a card was written; one that stands there already is left to its author.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="BundleException">The bundle could not be opened; the old one stays as it is.</exception>
    public bool Write(TrainingRun run, TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(result);
        using var pause = new CollectionPause(budget: CollectionBudget);
        pause.Renew();
        _folder.Prepare();
        return _folder.Finish(Manifest(run.Model, run.Phrases, run.TokenizerFolder, result), () => ModelCard.Of(recipe, result));
    }

    private BundleManifest Manifest(MatchingModel model, PhraseBook phrases, string tokenizerFolder, TrainingResult result)
    {
        var patches = recipe.Image.PatchesPerSide * recipe.Image.PatchesPerSide;
        var encoder = _folder.Put("encoder.fp32.onnx", ImageEncoderGraph.Write(model.Image, recipe.Image, recipe.Dimension));
        var text = _folder.Put("text.onnx", TextEncoderGraph.Write(model.Text, recipe.Dimension));
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
                ["clip"] = HeadEntries.Put(_folder, "clip", model.Heads.Clip, new HeadGraphOptions(patches)),
                ["mkt"] = HeadEntries.Put(_folder, "mkt", model.Heads.Mkt, new HeadGraphOptions(patches)),
            },
            DefaultHead = "mkt",
            Dimension = recipe.Dimension,
            Labels = _folder.Put("labels.json", DefaultLabels.Of(recipe)),
            Golden = _folder.Put("golden.json", JsonSerializer.SerializeToUtf8Bytes(Golden(model, phrases, tokenizer, tokenizerFolder), BundleJson.Default.GoldenSet)),
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
            Tolerance = BundleFolder.GoldenTolerance,
            Images =
            [
                .. GoldenPictures.Draw(recipe.Image.Size).Select((picture, index) =>
                    expectation.Of(picture, _folder.Put(string.Create(CultureInfo.InvariantCulture, $"golden.{index + 1}.png"), picture.Png))),
            ],
            Texts = [.. recipe.Labels.Select(label => expectation.Of(Prompted(label.Text), tokenizer.Encode(Prompted(label.Text))))],
        };
    }

    private string Prompted(string text) => recipe.Text.Prompt.Replace("{label}", text, StringComparison.Ordinal);

    private BundleFile Copy(string source, string name) => _folder.Put(name, File.ReadAllBytes(Path.Combine(source, name)));
}
