using System.Text;
using System.Text.Json.Nodes;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Bundles;

/// <summary>Ways to break the tiny bundle, and what must be said of each: the file and the fault.</summary>
internal static class BundleFaults
{
    private const string Manifest = BundleManifest.FileName;

    /// <summary>Seen by <see cref="Bundle.Open"/>.</summary>
    public static IReadOnlyDictionary<string, (Action<TinyBundle> Break, string File, string Fault)> OfFiles { get; } =
        new Dictionary<string, (Action<TinyBundle>, string, string)>
        {
            ["no manifest"] = (b => File.Delete(b.PathOf(Manifest)), Manifest, "missing"),
            ["manifest cut off"] = (b => Cut(b, Manifest), Manifest, "not valid JSON"),
            ["manifest empty"] = (b => b.WriteFile(Manifest, []), Manifest, "not valid JSON"),
            ["manifest is null"] = (b => b.WriteFile(Manifest, "null"u8.ToArray()), Manifest, "found null"),
            ["manifest is an array"] = (b => b.WriteFile(Manifest, "[]"u8.ToArray()), Manifest, "does not follow schema"),
            ["manifest not UTF-8"] = (b => b.WriteFile(Manifest, [.. "{\"name\":\""u8, 0xFF, 0xFE, .. "\"}"u8]), Manifest, "is not UTF-8 (at byte 9)"),
            ["manifest of 2 MB"] = (b => b.WriteFile(Manifest, new byte[2 << 20]), Manifest, "more than"),
            ["newer schema"] = (b => b.EditJson(json => (json["schema"], json["novelty"]) = (2, "x")), Manifest, "schema 2 is newer than 1, which this version reads: update"),
            ["older schema"] = (b => b.EditJson(json => json["schema"] = 0), Manifest, "\"schema\" must be 1"),
            ["schema is text"] = (b => b.EditJson(json => json["schema"] = "1.0"), Manifest, "schema"),
            ["unknown member"] = (b => b.EditJson(json => json["colour"] = "red"), Manifest, "colour"),
            ["unknown member inside"] = (b => b.EditJson(json => json["image"]!["gamma"] = 2), Manifest, "gamma"),
            ["missing member"] = (b => b.EditJson(json => json.Remove("dimension")), Manifest, "dimension"),
            ["member twice"] = (b => File.WriteAllText(b.PathOf(Manifest), "{\"name\": \"a\", " + File.ReadAllText(b.PathOf(Manifest)).TrimStart()[1..]), Manifest, "name"),
            ["null where a list belongs"] = (b => b.EditJson(json => json["encoders"] = null), Manifest, "encoders"),
            ["null inside a list"] = (b => b.EditJson(json => json["encoders"] = new JsonArray((JsonNode?)null)), Manifest, "encoders[0]"),
            ["null instead of a head"] = (b => b.EditJson(json => json["heads"]!["clip"] = null), Manifest, "heads.clip"),
            ["null instead of a label set"] = (b => b.EditJson(json => json["labelSets"]!["seen"] = null), Manifest, "labelSets.seen"),
            ["no encoders"] = (b => b.EditJson(json => json["encoders"] = new JsonArray()), Manifest, "\"encoders\" is empty"),
            ["unknown precision"] = (b => b.EditJson(json => json["encoders"]![0]!["precision"] = "fp8"), Manifest, "precision"),
            ["same encoder twice"] = (b => b.Edit(m => m with { Encoders = [m.Encoders[0], m.Encoders[0]] }), Manifest, "2 entries for Fp32 on Any"),
            ["bad name"] = (b => b.Edit(m => m with { Name = "../x" }), Manifest, "\"name\" must match"),
            ["version zero"] = (b => b.Edit(m => m with { Version = 0 }), Manifest, "\"version\" must be at least 1"),
            ["size too small"] = (b => b.Edit(m => m with { Image = m.Image with { Size = 4 } }), Manifest, "\"image.size\" must be 8 to 2048, found 4"),
            ["deviation zero"] = (b => b.Edit(m => m with { Image = m.Image with { Std = [1, 0, 1] } }), Manifest, "\"image.std\""),
            ["margin above one"] = (b => b.Edit(m => m with { Image = m.Image with { Margin = 1.5 } }), Manifest, "\"image.margin\""),
            ["unknown default head"] = (b => b.Edit(m => m with { DefaultHead = "sigrl" }), Manifest, "\"defaultHead\" \"sigrl\" is none of the heads clip, mkt"),
            ["no heads"] = (b => b.Edit(m => m with { Heads = new Dictionary<string, HeadEntry>() }), Manifest, "\"heads\" is empty"),
            ["topK zero"] = (b => b.EditJson(json => json["heads"]!["mkt"]!["topK"] = 0), Manifest, "\"heads.mkt.topK\" must be at least 1"),
            ["prompt without label"] = (b => b.Edit(m => m with { Text = m.Text with { Prompt = "a thing" } }), Manifest, "\"text.prompt\" must contain {label}"),
            ["no context"] = (b => b.Edit(m => m with { Text = m.Text with { ContextLength = 0 } }), Manifest, "\"text.contextLength\""),
            ["text encoder without tokenizer"] = (b => b.Edit(m => m with { Text = m.Text with { Tokenizer = null } }), Manifest, "needs \"text.tokenizer\""),
            ["no licence"] = (b => b.Edit(m => m with { Licence = " " }), Manifest, "\"licence\" is empty"),
            ["path out of the folder"] = (b => b.EditJson(json => json["encoders"]![0]!["file"] = "../encoder.onnx"), Manifest, "leaves the folder"),
            ["absolute path"] = (b => b.EditJson(json => json["text"]!["graph"]!["file"] = "/etc/passwd"), Manifest, "leaves the folder"),
            ["path with backslash"] = (b => b.EditJson(json => json["labels"]!["file"] = "..\\labels.json"), Manifest, "backslash"),
            ["calibration out of the folder"] = (b => b.EditJson(json => json["heads"]!["clip"]!["calibration"] = "a/../../x.json"), Manifest, "leaves the folder"),
            ["hash no hash"] = (b => b.EditJson(json => json["golden"]!["sha256"] = "abc"), Manifest, "\"golden.sha256\" must be 64"),
            ["encoder missing"] = (b => File.Delete(b.PathOf("encoder.onnx")), "encoder.onnx", "missing"),
            ["encoder cut off"] = (b => Cut(b, "encoder.onnx"), "encoder.onnx", "SHA-256"),
            ["files swapped"] = (b => Swap(b, "clip.onnx", "mkt.onnx"), "clip.onnx", "SHA-256"),
            ["one bit of the text encoder"] = (b => Flip(b, "text.onnx"), "text.onnx", "SHA-256"),
            ["merges of another bundle"] = (b => b.WriteFile("text/merges.txt", "o p\n"u8.ToArray()), "text/merges.txt", "SHA-256"),
            ["vocabulary too large"] = (b => Grow(b, "text/vocab.json", 17 << 20), "text/vocab.json", "more than"),
            ["golden picture missing"] = (b => File.Delete(b.PathOf("golden1.png")), "golden1.png", "missing"),
            ["golden picture exchanged"] = (b => Swap(b, "golden0.png", "golden1.png"), "golden0.png", "SHA-256"),
            ["golden too large"] = (b => Grow(b, "golden.json", 65 << 20), "golden.json", "more than"),
            ["golden no JSON"] = (b => b.Replace("golden.json", "{"u8.ToArray()), "golden.json", "is not valid JSON"),
            ["golden unknown member"] = (b => b.EditGolden(json => json["extra"] = 1), "golden.json", "extra"),
            ["golden without pictures"] = (b => b.EditGolden(json => json["images"] = new JsonArray()), "golden.json", "\"images\" is empty"),
            ["golden with a null picture"] = (b => b.EditGolden(json => json["images"] = new JsonArray((JsonNode?)null)), "golden.json", "images[0]"),
            ["golden tolerance that proves nothing"] = (b => b.EditGolden(json => json["tolerance"] = 2), "golden.json", "\"tolerance\""),
            ["golden vector too short"] = (b => b.EditGolden(json => json["images"]![0]!["global"] = Convert.ToBase64String(new byte[28])), "golden.json", "\"images[0].global\" has 28 bytes"),
            ["golden vector not a number"] = (b => b.EditGolden(json => json["images"]![0]!["global"] = Vector(float.NaN)), "golden.json", "not a number"),
            ["golden for an unknown head"] = (b => b.EditGolden(json => json["images"]![0]!["logits"]!["sigrl"] = Vector(1)), "golden.json", "names the head \"sigrl\""),
            ["golden without a head"] = (b => b.EditGolden(json => json["images"]![1]!["logits"]!.AsObject().Remove("clip")), "golden.json", "\"images[1].logits.clip\" is missing"),
            ["golden without patches"] = (b => b.EditGolden(json => json["images"]![0]!.AsObject().Remove("patches")), "golden.json", "\"images[0].patches\" is missing"),
            ["golden without texts"] = (b => b.EditGolden(json => json["texts"] = new JsonArray()), "golden.json", "\"texts\" is empty"),
            ["golden picture out of the folder"] = (b => b.EditGolden(json => json["images"]![0]!["file"] = "../golden0.png"), "golden.json", "leaves the folder"),
            ["labels broken"] = (b => b.Replace("labels.json", "{\"schema\": 1}"u8.ToArray()), "labels.json", "labels: is missing"),
            ["labels with two faults"] = (b => b.Replace("labels.json", Encoding.UTF8.GetBytes(TinyBundle.Labels.Replace("short", "open", StringComparison.Ordinal))), "labels.json", "labels[1].text"),
        };

    /// <summary>Seen when the model is loaded: the hashes fit, the content does not.</summary>
    public static IReadOnlyDictionary<string, (Action<TinyBundle> Break, string File, string Fault)> OfGraphs { get; } =
        new Dictionary<string, (Action<TinyBundle>, string, string)>
        {
            ["encoder is no graph"] = (b => b.Replace("encoder.onnx", "not a graph"u8.ToArray()), "encoder.onnx", "ONNX Runtime cannot open it"),
            ["encoder cut off before hashing"] = (b => b.Replace("encoder.onnx", TinyGraphs.Encoder()[..^200]), "encoder.onnx", "ONNX Runtime cannot open it"),
            ["encoder of another dimension"] = (b => b.Edit(m => m with { Dimension = 4 }), "golden.json", "\"images[0].global\""),
            ["encoder output of another rank"] = (b => b.Replace("encoder.onnx", TinyGraphs.Clip()), "encoder.onnx", "the input \"global\" is unknown"),
            ["encoder output of another name"] = (b => b.Replace("encoder.onnx", TinyGraphs.Encoder(global: "features2")), "encoder.onnx", "the output \"global\" is missing"),
            ["encoder of another image size"] = (b => b.Edit(m => m with { Image = m.Image with { Size = 32 } }), "golden0.png", "16 x 16 pixels, expected 32 x 32"),
            ["encoder with a fixed batch"] = (b => b.Replace("encoder.onnx", TinyGraphs.Encoder(batch: 1)), "encoder.onnx", "\"pixels\" is UInt8 [1, 16, 16, 3], expected UInt8 [dynamic, 16, 16, 3]"),
            ["encoder gives other numbers"] = (b => b.Replace("encoder.onnx", TinyGraphs.Encoder(scale: 2)), "golden.json", "images[0].global is off by"),
            ["encoder without patches"] = (b => b.Replace("encoder.onnx", TinyGraphs.Encoder(patches: false)), "mkt.onnx", "global-only bundle"),
            ["head reads an unknown input"] = (b => b.Replace("clip.onnx", TinyGraphs.Encoder()), "clip.onnx", "the input \"pixels\" is unknown"),
            ["head needs a label graph"] = (b => b.Replace("clip.onnx", TinyGraphs.GraphHead()), "clip.onnx", "the bundle has no \"graph\""),
            ["head with a fixed label count"] = (b => b.Replace("clip.onnx", TinyGraphs.Clip(labels: 3)), "clip.onnx", "\"label_embeddings\" is Float [3, 8], expected Float [dynamic, 8]"),
            ["head output of another name"] = (b => b.Replace("clip.onnx", TinyGraphs.Clip(logits: "scores")), "clip.onnx", "the output \"logits\" is missing"),
            ["heads exchanged"] = (b => b.Edit(m => m with { Heads = new Dictionary<string, HeadEntry> { ["clip"] = m.Heads["mkt"], ["mkt"] = m.Heads["clip"] } }), "golden.json", "images[0].logits.clip is off by"),
            ["text encoder is no graph"] = (b => b.Replace("text.onnx", [1, 2, 3]), "text.onnx", "ONNX Runtime cannot open it"),
            ["text encoder input of another name"] = (b => b.Replace("text.onnx", TinyGraphs.Text(input: "tokens2")), "text.onnx", "the input \"tokens2\" is unknown"),
            ["text encoder of another context"] = (b => b.Replace("text.onnx", TinyGraphs.Text(length: 9)), "text.onnx", "\"input_ids\" is Int64 [dynamic, 9], expected Int64 [dynamic, 12]"),
            ["golden ids of another tokenizer"] = (b => b.EditGolden(json => json["texts"]![0]!["ids"]![1] = 99), "golden.json", "texts[0]: the tokenizer gives the ids"),
            ["golden text of another encoder"] = (b => b.EditGolden(json => json["texts"]![0]!["embedding"] = Vector(1)), "golden.json", "texts[0].embedding is off by"),
            ["golden logits of another list"] = (b => b.EditGolden(json => json["images"]![0]!["logits"]!["mkt"] = Vector(1)), "golden.json", "images[0].logits.mkt has 8 values, the graph gave 3"),
            ["golden picture of another size"] = (b => ReplacePicture(b, new Mat(8, 16, MatType.CV_8UC3, Scalar.Red).ToBytes()), "golden0.png", "16 x 8 pixels"),
            ["golden picture no picture"] = (b => ReplacePicture(b, "GIF89a"u8.ToArray()), "golden0.png", "golden picture cannot be read"),
            ["tokenizer that lacks bytes"] = (b => b.Replace("text/vocab.json", "{\"a\": 1}"u8.ToArray()), "text/vocab.json", "is missing; a byte-level vocabulary"),
        };

    private static string Vector(float value) => Convert.ToBase64String(TinyBundle.BytesOf([.. Enumerable.Repeat(value, TinyGraphs.Dimension)]));

    private static void Cut(TinyBundle bundle, string file) => bundle.WriteFile(file, File.ReadAllBytes(bundle.PathOf(file))[..^100]);

    private static void Grow(TinyBundle bundle, string file, long length)
    {
        using var stream = File.OpenWrite(bundle.PathOf(file));
        stream.SetLength(length);
    }

    private static void Flip(TinyBundle bundle, string file)
    {
        var bytes = File.ReadAllBytes(bundle.PathOf(file));
        bytes[bytes.Length / 2] ^= 1;
        bundle.WriteFile(file, bytes);
    }

    private static void Swap(TinyBundle bundle, string one, string other)
    {
        var content = File.ReadAllBytes(bundle.PathOf(one));
        bundle.WriteFile(one, File.ReadAllBytes(bundle.PathOf(other)));
        bundle.WriteFile(other, content);
    }

    private static void ReplacePicture(TinyBundle bundle, byte[] content)
    {
        bundle.WriteFile("golden0.png", content);
        bundle.EditGolden(json => json["images"]![0]!["sha256"] = TinyTokenizer.HashOf(bundle.PathOf("golden0.png")));
    }
}
