using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;
using SemanticMlr.Training.Importing;
using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Tests.Importing;

/// <summary>An export as people have it: two models, a tokenizer, settings.</summary>
internal sealed class ImportFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImportFiles(ClipSizes? sizes = null, int operatorSet = 17, bool open = true, TensorProto.Types.DataType ids = TensorProto.Types.DataType.Int64, bool mask = false)
    {
        Sizes = sizes ?? ClipSizes.Small;
        Weights = new Weights(3, Sizes.Width > 100 ? 0.04f : 0.3f);
        ExportedVision.Build(Weights, Sizes, operatorSet, open).Save(Vision);
        ExportedText.Build(Weights, Sizes, operatorSet, ids, mask).Save(Text);
        TinyTokenizer.Write(_folder.Path, "o p", "op e", "ope n</w>");
        Tokenizer = _folder.File("text");
        File.WriteAllText(
            Path.Combine(Tokenizer, "tokenizer_config.json"),
            $$"""{"bos_token": {"content": "<start>"}, "eos_token": "<end>", "pad_token": "<pad>", "model_max_length": {{Sizes.Context}}, "do_lower_case": true}""");
        File.WriteAllText(_folder.File("labels.txt"), "open\nshort circuit\n傷\n");
    }

    public ClipSizes Sizes { get; }

    public Weights Weights { get; }

    public string Vision => _folder.File("vision_model.onnx");

    public string Text => _folder.File("text_model.onnx");

    public string Tokenizer { get; }

    public string Bundle => _folder.File("bundle");

    public ClipImportOptions Options => new(Vision, Bundle) { Text = Text, Tokenizer = Tokenizer, Labels = _folder.File("labels.txt"), Prompt = "a {label}" };

    public string PathOf(string file) => _folder.File(file);

    public ClipImportResult Import(ClipImportOptions? options = null) => new ClipImport(options ?? Options, _ => { }).Run();

    /// <summary>Replaces the image model by one that differs.</summary>
    public void Break(Action<ModelProto> change, string? file = null)
    {
        var path = file ?? Vision;
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        change(model);
        File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(model));
    }

    public void Dispose() => _folder.Dispose();
}
