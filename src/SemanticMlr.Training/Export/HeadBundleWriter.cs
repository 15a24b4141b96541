using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Training.Export.Heads;
using SemanticMlr.Training.Features;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Native;
using SemanticMlr.Training.Onnx;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;
using SemanticMlr.Training.Runs;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the bundle of a finished head run: encoder with the projection folded in, label graph, head, label list with its vectors, calibration.</summary>
/// <param name="folder">The bundle's folder; files of other names stay as they are.</param>
/// <param name="options">What was run.</param>
public sealed class HeadBundleWriter(string folder, HeadRunOptions options)
{
    /// <summary>Bytes: a graph is held a few times while it is written.</summary>
    private const long CollectionBudget = 200L << 20;

    private readonly BundleFolder _folder = new(folder);
    private readonly HeadRecipe _recipe = options.Recipe;

    /// <summary>Writes the bundle beside the folder, opens it, puts it in the place of what is there, and calibrates it on the samples that chose the best pass.</summary>
    /// <param name="run">The run, finished.</param>
    /// <param name="result">What it gave.</param>
    /// <param name="logger">Told how the bundle was loaded.</param>
    /// <returns>Whether a card was written; one that stands there already is left to its author.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="BundleException">The bundle could not be opened; the old one stays as it is.</exception>
    public bool Write(HeadRun run, HeadResult result, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(result);
        bool writesCard;
        using (var pause = new CollectionPause(budget: CollectionBudget))
        {
            pause.Renew();
            run.Model.eval();
            _folder.Prepare();
            writesCard = _folder.Finish(Manifest(run, result), () => HeadCard.Of(_recipe, result));
        }

        if (run.ValidationScores is { } scores)
        {
            var bundle = Bundle.Open(folder);
            using var model = RecognitionModel.Load(bundle, new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, cache: null, logger);
            CalibrationWriter.Write(model, model.CreateLabelTable(bundle.Labels), _recipe.Head.Kind, scores, new ThresholdRule.BestF1(), _recipe.Data.GroupPrefix);
        }

        return writesCard;
    }

    private BundleManifest Manifest(HeadRun run, HeadResult result)
    {
        var model = run.Model;
        var image = _recipe.Encoder.Frozen?.Image ?? _recipe.Encoder.Trained!.Image.ToSpecification();
        var patches = run.Data.PatchCount(_recipe);
        var encoder = _folder.Put("encoder.fp32.onnx", Encoder(model));
        return new BundleManifest
        {
            Name = _recipe.Name,
            Version = _recipe.Version,
            Image = image,
            Encoders = [new EncoderEntry { File = encoder.File, Sha256 = encoder.Sha256, Precision = EncoderPrecision.Fp32, Target = EncoderTarget.Any }],
            Text = new TextSpecification { Encoder = TextEncoder },
            Graph = model.Graph is { } graph ? _folder.Put("graph.onnx", HeadGraphs.Write(graph, model.Labels.Mean)) : null,
            Heads = new Dictionary<string, HeadEntry>
            {
                [_recipe.Head.Kind] = HeadEntries.Put(
                    _folder, _recipe.Head.Kind, model.Head, new HeadGraphOptions(patches) { LabelGraph = model.Graph is not null, Centre = model.Labels.Mean }),
            },
            DefaultHead = _recipe.Head.Kind,
            Dimension = _recipe.Dimension,
            Labels = _folder.Put("labels.json", List(run, LabelNumbers.All(_recipe, run.Data))),
            LabelSets = _recipe.Labels.Seen.Count == 0 ? [] : new Dictionary<string, BundleFile>
            {
                ["seen"] = _folder.Put("labels.seen.json", List(run, LabelNumbers.Seen(_recipe, run.Data))),
                ["unseen"] = _folder.Put("labels.unseen.json", List(run, LabelNumbers.Unseen(_recipe, run.Data))),
            },
            Golden = _folder.Put("golden.json", JsonSerializer.SerializeToUtf8Bytes(Golden(run, image), BundleJson.Default.GoldenSet)),
            Licence = _recipe.Licence,
            Provenance = JsonSerializer.SerializeToNode(result, HeadJson.Default.HeadResult)!.AsObject(),
        };
    }

    private string TextEncoder => _recipe.Labels.Encoder ?? string.Create(CultureInfo.InvariantCulture, $"{_recipe.Name}-labels-{_recipe.Version}");

    private string FrozenPath => Path.GetFullPath(Path.Combine(options.DataRoot, _recipe.Encoder.Frozen!.File));

    private byte[] Encoder(HeadModel model) => _recipe.Encoder.Frozen is { } frozen
        ? ProjectedEncoder.Write(FrozenPath, ResizedEncoder.Resize(FrozenPath, File.ReadAllBytes(FrozenPath), frozen.Image.Size), model.Projection!)
        : ImageEncoderGraph.Write(model.Image!, _recipe.Encoder.Trained!.Image, _recipe.Dimension);

    /// <summary>A label list in which every label brings its vector.</summary>
    private byte[] List(HeadRun run, int[] labels)
    {
        var vectors = TensorData.Values(run.Model.Labels.Vectors);
        var list = new LabelList
        {
            Id = _recipe.Name,
            Version = _recipe.Version,
            Labels =
            [
                .. labels.Select(label => new LabelDefinition
                {
                    Id = run.Data.Labels.Labels[label].Id,
                    Text = run.Data.Labels.Labels[label].Text,
                    Embedding = MemoryMarshal.AsBytes(vectors.AsSpan(label * _recipe.Dimension, _recipe.Dimension)).ToArray(),
                    Encoder = TextEncoder,
                }),
            ],
        };
        return JsonSerializer.SerializeToUtf8Bytes(list, LabelListJson.Default.LabelList);
    }

    private GoldenSet Golden(HeadRun run, ImageSpecification image) => new()
    {
        Tolerance = BundleFolder.GoldenTolerance,
        Images =
        [
            .. GoldenPictures.Draw(image.Size).Select((picture, index) =>
                Expect(run, image, picture, _folder.Put(string.Create(CultureInfo.InvariantCulture, $"golden.{index + 1}.png"), picture.Png))),
        ],
    };

    /// <summary>What a picture must give, computed by the trained modules behind the untouched encoder.</summary>
    private GoldenImage Expect(HeadRun run, ImageSpecification image, GoldenPicture picture, BundleFile file)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (global, patches) = _recipe.Encoder.Frozen is null
            ? run.Model.Image!.forward(Trainer.Normalised(picture.Brightness, 1, _recipe.Encoder.Trained!.Image))
            : Frozen(run.Model, image, picture);
        var logits = run.Model.Logits(global, patches, LabelNumbers.All(_recipe, run.Data));
        return new GoldenImage
        {
            File = file.File,
            Sha256 = file.Sha256,
            Global = Bytes(global),
            Patches = Bytes(patches),
            Logits = new Dictionary<string, byte[]> { [_recipe.Head.Kind] = Bytes(logits) },
        };
    }

    private (Tensor Global, Tensor Patches) Frozen(HeadModel model, ImageSpecification image, GoldenPicture picture)
    {
        using var encoder = new FeatureEncoder(
            ResizedEncoder.Of(FrozenPath, image.Size, options.CacheFolder), image with { Margin = 0 }, new InferenceOptions { Threads = _recipe.Threads });
        using var pixels = ImageReader.Decode(picture.Png, "golden picture");
        var (global, patches) = (new float[encoder.GlobalWidth], new float[encoder.Patches * encoder.PatchWidth]);
        encoder.Encode(pixels, new PixelRectangle(0, 0, pixels.Cols, pixels.Rows), global, patches);
        return model.Projection!.Apply(tensor(global, [1, global.Length]), tensor(patches, [1, encoder.Patches, encoder.PatchWidth]));
    }

    private static byte[] Bytes(Tensor tensor) => MemoryMarshal.AsBytes(TensorData.Values(tensor).AsSpan()).ToArray();
}
