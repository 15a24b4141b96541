using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Labels;
using SemanticMlr.Training.Export;

namespace SemanticMlr.Training.Importing;

/// <summary>Makes a bundle of a CLIP-style model that somebody exported to ONNX (docs/open-vocabulary.md). Needs no libtorch.</summary>
/// <param name="options">What is imported.</param>
/// <param name="progress">Told of each step.</param>
public sealed class ClipImport(ClipImportOptions options, Action<string> progress)
{
    private const int GoldenTexts = 16;

    private readonly BundleFolder _folder = new(options.Output);

    private string Name => options.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Output)));

    /// <summary>Edits the graphs, writes the bundle beside the folder, proves it with golden outputs of the untouched models, and puts it in the folder's place.</summary>
    /// <exception cref="BundleException">A file cannot be imported, or the edited graphs give other numbers than the untouched ones; what was there stays.</exception>
    /// <exception cref="LabelListException">The labels have faults.</exception>
    public ClipImportResult Run()
    {
        if (options.Text is null != options.Tokenizer is null)
        {
            throw new BundleException(options.Vision, "a text model and its tokenizer go together: give both --text and --tokenizer, or neither");
        }

        progress($"Reading {options.Vision}");
        var preparation = ImagePreparation.Find(options.Vision, options.Tokenizer);
        var vision = VisionModel.Open(options.Vision, options.Size, preparation.Size);
        var image = new ImageSpecification
        {
            Size = vision.Size,
            Mean = preparation.Mean,
            Std = preparation.Std,
            Interpolation = ImageInterpolation.Area,
            Fit = options.Fit ?? preparation.Fit,
        };
        var source = options.Tokenizer is null ? null : TokenizerFolder.Read(options.Tokenizer);
        progress(options.Text is null ? "No text model: labels bring their vectors" : $"Reading {options.Text}");
        using var text = source is null ? null : TextModel.Open(options.Text!, source.ContextLength, source.PaddingId);
        var (list, encoder, vectors, texts) = Labels(vision, text, source);
        return Write(vision, image, preparation, text, source, list, encoder, vectors, texts);
    }

    private (LabelList List, string Encoder, float[] Vectors, List<GoldenText> Texts) Labels(VisionModel vision, TextModel? text, TokenizerSource? source)
    {
        var list = ImportedLabels.Read(options.Labels, Name);
        if (text is null)
        {
            var given = options.Encoder ?? list.Labels[0].Encoder;
            var name = options.Labels ?? "labels";
            if (options.Labels is null || given is null)
            {
                throw new LabelListException(name, ["without a text model every label brings its vector: give --labels with a list that `mlr labels embed` made"]);
            }

            var rules = new LabelListRules { Dimension = vision.Shape.Dimension, Encoder = given };
            list = LabelListReader.Parse(ImportedLabels.Write(list), name, rules);
            string[] missing = [.. list.Labels.Where(label => label.Embedding is null).Select(label => $"{label.Id}: has no embedding")];
            return missing.Length > 0
                ? throw new LabelListException(name, missing)
                : (list, given, [.. list.Labels.Where(label => label.Enabled).SelectMany(label => MemoryMarshal.Cast<byte, float>(label.Embedding).ToArray())], []);
        }

        var tokenizer = source!.Create();
        var (vectors, golden) = (new List<float>(), new List<GoldenText>());
        foreach (var label in list.Labels.Where(label => label.Enabled))
        {
            var prompted = (list.Prompt ?? options.Prompt).Replace("{label}", label.Text, StringComparison.Ordinal);
            var expected = ImportGolden.Text(prompted, tokenizer, text);
            if (expected.Embedding.Length != vision.Shape.Dimension * sizeof(float))
            {
                throw new BundleException(
                    options.Text!,
                    $"\"{text.Output}\" has {expected.Embedding.Length / sizeof(float)} values, \"{vision.Output}\" of {options.Vision} has {vision.Shape.Dimension}: a projection is missing or the files belong to different models; export CLIPVisionModelWithProjection and CLIPTextModelWithProjection of one model");
            }

            vectors.AddRange(MemoryMarshal.Cast<byte, float>(expected.Embedding));
            if (golden.Count < GoldenTexts)
            {
                golden.Add(expected);
            }
        }

        return (list, options.Encoder ?? $"clip-{HashOf(options.Text!)[..16]}", [.. vectors], golden);
    }

    private ClipImportResult Write(
        VisionModel vision, ImageSpecification image, ImagePreparation preparation, TextModel? text, TokenizerSource? source, LabelList list, string encoder, float[] vectors, List<GoldenText> texts)
    {
        var shape = vision.Shape;
        var patches = vision.Tail switch
        {
            null => 0,
            { Kind: PickKind.MapMean } => (int)(shape.Features[1] * shape.Features[2]),
            { Kind: PickKind.ClassToken } => (int)shape.Features[0] - 1,
            _ => (int)shape.Features[0],
        };
        var result = new ClipImportResult(
            $"{Name}@1",
            options.Output,
            vision.Size,
            shape.Dimension,
            patches,
            vision.NoPatches,
            vision.Tail is { } tail ? TailFinder.Name(tail.Pick) : null,
            vision.Tail?.Nodes.Count ?? 0,
            preparation.Origin ?? "CLIP's published mean and standard deviation",
            encoder,
            text?.Length ?? 0,
            list.Labels.Count,
            HashOf(options.Vision),
            options.Text is null ? null : HashOf(options.Text));
        _folder.Prepare();
        progress("Editing the graphs");
        var file = _folder.Put("encoder.fp32.onnx", VisionGraph.Write(vision, image));
        var heads = new ImportedHead(shape.Dimension, patches, options.TopK, options.Scale, options.Bias);
        var entries = heads.Put(_folder);
        progress("Computing golden outputs with the untouched models");
        var golden = new GoldenSet
        {
            Tolerance = BundleFolder.GoldenTolerance,
            Images = ImportGolden.Images(vision, image, heads, entries.Keys, vectors, _folder),
            Texts = texts,
        };
        var manifest = new BundleManifest
        {
            Name = Name,
            Version = 1,
            Image = image,
            Encoders = [new EncoderEntry { File = file.File, Sha256 = file.Sha256, Precision = EncoderPrecision.Fp32, Target = EncoderTarget.Any }],
            Text = text is null ? new TextSpecification { Encoder = encoder, Prompt = options.Prompt } : new TextSpecification
            {
                Encoder = encoder,
                Graph = _folder.Put("text.onnx", text.Write(shape.Dimension)),
                Tokenizer = source!.Specification with
                {
                    Vocabulary = _folder.Put("vocab.json", source.Vocabulary.ToArray()),
                    Merges = _folder.Put("merges.txt", source.Merges.ToArray()),
                },
                ContextLength = text.Length,
                PaddingId = source.PaddingId,
                Prompt = options.Prompt,
            },
            Heads = entries,
            DefaultHead = "clip",
            Dimension = shape.Dimension,
            Labels = _folder.Put("labels.json", ImportedLabels.Write(list)),
            Golden = _folder.Put("golden.json", JsonSerializer.SerializeToUtf8Bytes(golden, BundleJson.Default.GoldenSet)),
            Licence = options.Licence,
            Provenance = JsonSerializer.SerializeToNode(result, ImportJson.Default.ClipImportResult)!.AsObject(),
        };
        progress("Proving the bundle");
        _folder.Finish(manifest, () => ImportCard.Of(result, options));
        return result;
    }

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
