using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenCvSharp;
using SemanticMlr.Bundles;

namespace SemanticMlr.TestSupport.Tiny;

/// <summary>A valid tiny bundle with real graphs, whose pieces a test then breaks.</summary>
internal sealed class TinyBundle : IDisposable
{
    public const string Labels = """
        {"schema": 1, "id": "tiny", "version": 3, "labels": [
          {"id": "open", "text": "open"}, {"id": "short", "text": "short", "threshold": 0.7}, {"id": "spur", "text": "spur"}]}
        """;

    private static readonly string[] DefaultTexts = ["a open", "a short", "a spur"];
    private readonly TemporaryFolder _folder = new();

    public TinyBundle()
    {
        WriteFile("encoder.onnx", TinyGraphs.Encoder());
        WriteFile("text.onnx", TinyGraphs.Text());
        WriteFile("clip.onnx", TinyGraphs.Clip());
        WriteFile("mkt.onnx", TinyGraphs.Mkt());
        WriteFile("mkt-explain.onnx", TinyGraphs.MktExplain());
        WriteFile("labels.json", System.Text.Encoding.UTF8.GetBytes(Labels));
        var tokenizer = TinyTokenizer.Write(Folder, "o p", "op e", "ope n</w>");
        WriteGolden(tokenizer);
        Save(new BundleManifest
        {
            Name = "tiny",
            Version = 2,
            Image = new ImageSpecification { Size = TinyGraphs.Size },
            Encoders = [new EncoderEntry { File = "encoder.onnx" }],
            Text = new TextSpecification
            {
                Encoder = "tiny-text",
                Graph = new BundleFile { File = "text.onnx" },
                Tokenizer = tokenizer,
                ContextLength = TinyGraphs.ContextLength,
                Prompt = "a {label}",
            },
            Heads = new Dictionary<string, HeadEntry>
            {
                ["clip"] = new() { File = "clip.onnx", Calibration = "calibration.json" },
                ["mkt"] = new() { File = "mkt.onnx", TopK = TinyGraphs.TopK, Explain = new BundleFile { File = "mkt-explain.onnx" } },
            },
            DefaultHead = "mkt",
            Dimension = TinyGraphs.Dimension,
            Labels = new BundleFile { File = "labels.json" },
            LabelSets = new Dictionary<string, BundleFile> { ["seen"] = new() { File = "labels.json" } },
            Golden = new BundleFile { File = "golden.json" },
            Licence = "Apache-2.0",
        });
    }

    public string Folder => _folder.Path;

    public BundleManifest Manifest { get; private set; } = new();

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void WriteFile(string file, byte[] content) => File.WriteAllBytes(PathOf(file), content);

    /// <summary>Replaces a file and the hash of it.</summary>
    public void Replace(string file, byte[] content)
    {
        WriteFile(file, content);
        Save(Manifest);
    }

    /// <summary>Gives the labels of the default list the vectors that the text encoder would give, so that it is not needed.</summary>
    public void BringVectors()
    {
        var tokenizer = new TextTokenizer(Manifest.Text.Tokenizer!, Folder);
        var list = JsonNode.Parse(Labels)!;
        foreach (var label in list["labels"]!.AsArray())
        {
            label!["encoder"] = Manifest.Text.Encoder;
            label["embedding"] = Convert.ToBase64String(BytesOf(HandComputation.Text(tokenizer.Encode($"a {label["text"]}"))));
        }

        Replace("labels.json", System.Text.Encoding.UTF8.GetBytes(list.ToJsonString()));
    }

    /// <summary>Changes the manifest; hashes are computed again.</summary>
    public void Edit(Func<BundleManifest, BundleManifest> change) => Save(change(Manifest));

    /// <summary>Adds a graph over labels and a head <c>graph</c> whose logits are the products of the global vector and the graph's rows, with their golden logits.</summary>
    /// <param name="graph">The graph over labels.</param>
    /// <param name="rows">What it makes of the vectors of the labels.</param>
    /// <param name="explain">The explain file of the head, or null.</param>
    public void AddGraphHead(byte[] graph, Func<float[][], float[][]> rows, byte[]? explain = null)
    {
        WriteFile("graph.onnx", graph);
        WriteFile("graph-head.onnx", TinyGraphs.GraphHead());
        if (explain is not null)
        {
            WriteFile("graph-explain.onnx", explain);
        }

        var tokenizer = new TextTokenizer(Manifest.Text.Tokenizer!, Folder);
        var features = rows([.. DefaultTexts.Select(text => HandComputation.Text(tokenizer.Encode(text)))]);
        EditGolden(json =>
        {
            foreach (var (seed, image) in json["images"]!.AsArray().Index())
            {
                var global = HandComputation.Global(HandComputation.Patches(HandComputation.Pixels(seed)));
                float[] logits = [.. features.Select(row => row.Zip(global, (a, b) => a * b).Sum())];
                image!["logits"]!["graph"] = Convert.ToBase64String(BytesOf(logits));
            }
        });
        Edit(manifest => manifest with
        {
            Graph = new BundleFile { File = "graph.onnx" },
            Heads = manifest.Heads.Append(new("graph", new HeadEntry
            {
                File = "graph-head.onnx",
                Explain = explain is null ? null : new BundleFile { File = "graph-explain.onnx" },
            })).ToDictionary(),
        });
    }

    /// <summary>Changes the JSON of the manifest, hashes included.</summary>
    public void EditJson(Action<JsonObject> change) => EditJson(BundleManifest.FileName, change);

    /// <summary>Changes the golden set and its hash.</summary>
    public void EditGolden(Action<JsonObject> change)
    {
        EditJson("golden.json", change);
        Save(Manifest);
    }

    public void Dispose() => _folder.Dispose();

    public static byte[] BytesOf(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private void EditJson(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(PathOf(file)))!.AsObject();
        change(json);
        File.WriteAllText(PathOf(file), json.ToJsonString());
    }

    private void WriteGolden(TokenizerSpecification specification)
    {
        var tokenizer = new TextTokenizer(specification, Folder);
        var labels = DefaultTexts.Select(text => HandComputation.Text(tokenizer.Encode(text))).ToArray();
        var images = new List<GoldenImage>();
        for (var seed = 0; seed < 2; seed++)
        {
            var pixels = HandComputation.Pixels(seed);
            using var picture = Mat.FromPixelData(TinyGraphs.Size, TinyGraphs.Size, MatType.CV_8UC3, pixels);
            using var bgr = new Mat();
            Cv2.CvtColor(picture, bgr, ColorConversionCodes.RGB2BGR);
            Cv2.ImEncode(".png", bgr, out var png);
            WriteFile($"golden{seed}.png", png);
            var patches = HandComputation.Patches(pixels);
            images.Add(new GoldenImage
            {
                File = $"golden{seed}.png",
                Sha256 = TinyTokenizer.HashOf(PathOf($"golden{seed}.png")),
                Global = BytesOf(HandComputation.Global(patches)),
                Patches = BytesOf(patches),
                Logits = new Dictionary<string, byte[]>
                {
                    ["clip"] = BytesOf(HandComputation.Clip(HandComputation.Global(patches), labels)),
                    ["mkt"] = BytesOf(HandComputation.Mkt(patches, labels)),
                },
            });
        }

        var golden = new GoldenSet
        {
            Tolerance = 1e-4,
            Images = images,
            Texts = [new GoldenText { Text = DefaultTexts[0], Ids = tokenizer.Encode(DefaultTexts[0]), Embedding = BytesOf(labels[0]) }],
        };
        File.WriteAllText(PathOf("golden.json"), JsonSerializer.Serialize(golden, BundleJson.Default.GoldenSet));
    }

    private void Save(BundleManifest manifest)
    {
        Manifest = manifest with
        {
            Encoders = [.. manifest.Encoders.Select(encoder => encoder with { Sha256 = HashOf(encoder) })],
            Text = manifest.Text with
            {
                Graph = Hashed(manifest.Text.Graph),
                Tokenizer = manifest.Text.Tokenizer is { } tokenizer
                    ? tokenizer with { Vocabulary = Hashed(tokenizer.Vocabulary)!, Merges = Hashed(tokenizer.Merges)! }
                    : null,
            },
            Graph = Hashed(manifest.Graph),
            Heads = manifest.Heads.ToDictionary(head => head.Key, head => head.Value with { Sha256 = HashOf(head.Value), Explain = Hashed(head.Value.Explain) }),
            Labels = Hashed(manifest.Labels)!,
            LabelSets = manifest.LabelSets.ToDictionary(set => set.Key, set => Hashed(set.Value)!),
            Golden = Hashed(manifest.Golden)!,
        };
        File.WriteAllText(PathOf(BundleManifest.FileName), JsonSerializer.Serialize(Manifest, BundleJson.Default.BundleManifest));
    }

    private BundleFile? Hashed(BundleFile? file) => file is null ? null : file with { Sha256 = HashOf(file) };

    private string HashOf(BundleFile file) =>
        File.Exists(PathOf(file.File)) ? TinyTokenizer.HashOf(PathOf(file.File)) : new string('0', 64);
}
