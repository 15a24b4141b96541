using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Simulation;
using SemanticMlr.Simulation.Line;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Text;
using SemanticMlr.Training.VisionLanguage;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the bundle of a finished run: graphs, tokenizer, label lists, words, golden pictures and texts, manifest, card, calibrations.</summary>
/// <param name="folder">The bundle's folder; files of other names stay as they are.</param>
/// <param name="recipe">The recipe of the run.</param>
/// <param name="calibrationPictures">Pictures that calibrate; none of them trained or chose.</param>
public sealed class VisionLanguageBundleWriter(string folder, VisionLanguageRecipe recipe, int calibrationPictures = 1_000)
{
    /// <summary>Bytes: a graph is held a few times while it is written.</summary>
    private const long CollectionBudget = 200L << 20;

    private readonly BundleFolder _folder = new(folder);

    /// <summary>Writes the bundle beside the folder, proves it, puts it in the place of what is there, and calibrates it on pictures kept for that.</summary>
    /// <param name="run">The run, finished.</param>
    /// <param name="result">What it gave.</param>
    /// <param name="logger">Told how the bundle was loaded.</param>
    /// <returns>Whether a card was written; one that stands there already is left to its author.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="BundleException">The bundle could not be opened; the old one stays as it is.</exception>
    public bool Write(VisionLanguageRun run, VisionLanguageResult result, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(result);
        bool writesCard;
        using (var pause = new CollectionPause(budget: CollectionBudget))
        {
            pause.Renew();
            run.Model.eval();
            _folder.Prepare();
            writesCard = _folder.Finish(Manifest(run, result), () => VisionLanguageCard.Of(recipe, result));
        }

        Calibrate(logger);
        return writesCard;
    }

    /// <summary>The phrases of the default list, in the order of the recipe.</summary>
    internal static IEnumerable<LinePhrase> Defaults(VisionLanguageRecipe recipe) =>
        recipe.DefaultLabels.Select(id => PhraseGrammar.All.Single(phrase => phrase.Id == id));

    private BundleManifest Manifest(VisionLanguageRun run, VisionLanguageResult result)
    {
        var model = run.Model;
        var encoder = _folder.Put("encoder.fp32.onnx", ImageEncoderGraph.Write(model.Image, recipe.Image, recipe.Dimension));
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
                Graph = _folder.Put("text.onnx", TextEncoderGraph.Write(model.Text, recipe.Dimension)),
                Tokenizer = tokenizer with
                {
                    Vocabulary = Copy(run.TokenizerFolder, tokenizer.Vocabulary.File),
                    Merges = Copy(run.TokenizerFolder, tokenizer.Merges.File),
                },
                ContextLength = recipe.Text.ContextLength,
                PaddingId = run.Phrases.Vocabulary.PaddingId,
                Prompt = recipe.Text.Prompt,
            },
            Graph = model.Graph is { } graph ? _folder.Put("graph.onnx", HeadGraphs.Write(graph)) : null,
            Heads = model.Heads.ToDictionary(
                head => head.Kind,
                head => HeadEntries.Put(_folder, head.Kind, head.Module, new HeadGraphOptions(recipe.PatchCount) { LabelGraph = head.ReadsGraph }),
                StringComparer.Ordinal),
            DefaultHead = recipe.DefaultHead,
            Dimension = recipe.Dimension,
            Labels = _folder.Put("labels.json", List(Defaults(recipe))),
            LabelSets = new Dictionary<string, BundleFile>
            {
                ["seen"] = _folder.Put("labels.seen.json", List(PhraseGrammar.All.Where(phrase => phrase.IsSeen))),
                ["unseen"] = _folder.Put("labels.unseen.json", List(PhraseGrammar.All.Where(phrase => !phrase.IsSeen))),
                ["all"] = _folder.Put("labels.all.json", List(PhraseGrammar.All)),
            },
            Words = _folder.Put("words.txt", Words()),
            Golden = _folder.Put("golden.json", JsonSerializer.SerializeToUtf8Bytes(new SceneGolden(_folder, recipe, run).Make(), BundleJson.Default.GoldenSet)),
            Licence = recipe.Licence,
            Provenance = JsonSerializer.SerializeToNode(result, VisionLanguageJson.Default.VisionLanguageResult)!.AsObject(),
        };
    }

    private byte[] List(IEnumerable<LinePhrase> phrases)
    {
        var list = new LabelList
        {
            Id = recipe.Name,
            Version = recipe.Version,
            Labels =
            [
                .. phrases.Select(phrase => new LabelDefinition
                {
                    Id = phrase.Id,
                    Text = phrase.Text,
                    Severity = phrase.IsFault ? LabelSeverity.Critical : LabelSeverity.Info,
                }),
            ],
        };
        return JsonSerializer.SerializeToUtf8Bytes(list, LabelListJson.Default.LabelList);
    }

    /// <summary>The words of all texts trained on, one a line.</summary>
    private byte[] Words() => Encoding.UTF8.GetBytes(string.Concat(VisionLanguageRun.Seen
        .SelectMany(phrase => phrase.Synonyms.Append(phrase.Text))
        .Concat(recipe.Distractors)
        .SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(word => word + "\n")));

    private void Calibrate(ILogger logger)
    {
        var bundle = Bundle.Open(folder);
        using var model = RecognitionModel.Load(bundle, new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, cache: null, logger);
        var labels = model.CreateLabelTable(bundle.Labels);
        var scene = SceneCatalog.Create(recipe.Scene, VisionLanguageSeeds.FirstValidation + 1);
        var pictures = new ScenePictures(scene, calibrationPictures, [.. labels.Labels.Select(label => label.Id)], grid: null);
        foreach (var head in recipe.Heads.Select(head => head.Kind).Where(kind => kind != "sigrl"))
        {
            using var recognizer = new Recognizer(model, RecognitionSnapshot.Create(model, labels, head, besideList: null));
            var (table, _) = EvaluationRun.Score(recognizer, pictures, progress: null, pointing: null, CancellationToken.None);
            CalibrationWriter.Write(model, labels, head, table, new ThresholdRule.BestF1(), groupPrefix: 0);
        }
    }

    private BundleFile Copy(string source, string name) => _folder.Put(name, File.ReadAllBytes(Path.Combine(source, name)));
}
