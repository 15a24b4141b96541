using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Modules.Heads;
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

    /// <summary>Bytes: a graph is held a few times while it is written.</summary>
    private const long CollectionBudget = 200L << 20;

    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Where the bundle is written; it takes the place of the old one when it is whole.</summary>
    private string Fresh => _folder + ".new";

    private string Previous => _folder + ".previous";

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
        Prepare();
        var manifest = Manifest(run.Model, run.Phrases, run.TokenizerFolder, result);
        Put(BundleManifest.FileName, [.. JsonSerializer.SerializeToUtf8Bytes(manifest, BundleJson.Default.BundleManifest), (byte)'\n']);
        var card = Path.Combine(Fresh, "MODEL_CARD.md");
        var writesCard = !File.Exists(card);
        if (writesCard)
        {
            File.WriteAllText(card, ModelCard.Of(recipe, result));
        }

        _ = Bundle.Open(Fresh);
        Swap();
        return writesCard;
    }

    /// <summary>Starts the new folder with what lies in the old one.</summary>
    private void Prepare()
    {
        if (!Directory.Exists(_folder) && Directory.Exists(Previous))
        {
            // A swap was broken off between its two renames.
            Directory.Move(Previous, _folder);
        }

        Remove(Fresh);
        Remove(Previous);
        Directory.CreateDirectory(Fresh);
        foreach (var file in Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories) : [])
        {
            var copy = Path.Combine(Fresh, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void Swap()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Move(_folder, Previous);
        }

        Directory.Move(Fresh, _folder);
        Remove(Previous);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
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
                ["clip"] = Head("head.clip", model.Heads.Clip, patches),
                ["mkt"] = Head("head.mkt", model.Heads.Mkt, patches),
            },
            DefaultHead = "mkt",
            Dimension = recipe.Dimension,
            Labels = Put("labels.json", DefaultLabels.Of(recipe)),
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

    private HeadEntry Head(string name, MatchingHead head, int patches)
    {
        var options = new HeadGraphOptions(patches);
        var file = Put($"{name}.onnx", HeadGraphs.Write(head, options));
        return new HeadEntry
        {
            File = file.File,
            Sha256 = file.Sha256,
            Explain = HeadGraphs.WriteExplained(head, options) is { } explained ? Put($"{name}.explain.onnx", explained) : null,
            TopK = head.ReadsPatches ? Math.Min(head.Settings.TopK, patches) : null,
            Calibration = $"{name.Replace("head", "calibration", StringComparison.Ordinal)}.json",
        };
    }

    private BundleFile Copy(string source, string name) => Put(name, File.ReadAllBytes(Path.Combine(source, name)));

    private BundleFile Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(Fresh, name), bytes);
        return new BundleFile { File = name, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }
}
