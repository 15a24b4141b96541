using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class ImportClipCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImportClipCommandTests()
    {
        TinyTokenizer.Write(_folder.Path, "o p");
        File.WriteAllText(Path.Combine(_folder.Path, "text", "tokenizer_config.json"), """{"bos_token": "<start>", "eos_token": "<end>", "pad_token": "<pad>"}""");
        File.WriteAllBytes(_folder.File("text_model.onnx"), TinyGraphs.Text(length: 40));
        File.WriteAllBytes(_folder.File("vision_model.onnx"), Vision("GlobalAveragePool"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ImportClip_WritesABundle_ThatIsSoundAndRecognisesPhrases()
    {
        var bundle = _folder.File("bundle");
        var json = (await Mlr.Run([.. Arguments, "--name", "tiny-clip", "--licence", "MIT", "--json"])).Expect(0).Json;

        Assert.Equal("tiny-clip@1", json.GetProperty("bundle").GetString());
        Assert.Equal((16, 8, 4), (json.GetProperty("size").GetInt32(), json.GetProperty("dimension").GetInt32(), json.GetProperty("patches").GetInt32()));
        (await Mlr.Run("bundle", "verify", bundle)).Expect(0);
        var tried = (await Mlr.Run("labels", "try", "--bundle", bundle, "--phrase", "cap missing", "--source", "sim:pcb?seed=1000002", "--count", "1", "--head", "mkt", "--json", "--threads", "1")).Expect(0).Json;
        Assert.Equal(8, tried.GetProperty("labels").GetInt32()); // seven of the house and the phrase
    }

    [Fact]
    public async Task ImportClip_OfAModelWithoutPatches_SaysWhichNodeIsMissing()
    {
        File.WriteAllBytes(_folder.File("vision_model.onnx"), Vision("GlobalMaxPool"));
        var run = (await Mlr.Run(Arguments)).Expect(0);

        Assert.Contains("Imported global-only, without patches and with the head clip alone: no node between the input", run.Errors, StringComparison.Ordinal);
        Assert.Contains("no patches", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Give both --text and --tokenizer, or neither", "--text", "text_model.onnx")]
    [InlineData("reads images of 16 pixels, 32 were asked for", "--size", "32")]
    [InlineData("--prompt must contain {label}", "--prompt", "a photo")]
    [InlineData("--scale must be a positive number", "--scale", "0")]
    [InlineData("every label brings its vector")]
    public async Task ImportClip_OfWrongArguments_SaysWhatIsExpected(string expected, params string[] arguments)
    {
        string[] named = [.. arguments.Select(argument => Path.HasExtension(argument) ? _folder.File(argument) : argument)];
        var run = (await Mlr.Run(["import-clip", "--vision", _folder.File("vision_model.onnx"), "--out", _folder.File("bundle"), .. named])).Expect(2);

        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("bundle")));
    }

    private string[] Arguments =>
    [
        "import-clip", "--vision", _folder.File("vision_model.onnx"), "--text", _folder.File("text_model.onnx"), "--tokenizer", _folder.File("text"), "--out", _folder.File("bundle"),
    ];

    /// <summary>An image model as a convolutional export has it: 2 x 2 places of the last map, pooled, projected.</summary>
    private static byte[] Vision(string pooling) => new OnnxGraph()
        .Input("pixel_values", OnnxGraph.Float, "B", 3, TinyGraphs.Size, TinyGraphs.Size)
        .Output("image_embeds", OnnxGraph.Float, "B", TinyGraphs.Dimension)
        .Constant("weights", [.. Enumerable.Range(0, 5 * 3 * 8 * 8).Select(index => (float)Math.Sin(1.7 * index))], 5, 3, 8, 8)
        .Constant("projection", [.. Enumerable.Range(0, 5 * TinyGraphs.Dimension).Select(index => (float)Math.Cos(0.9 * index))], 5, TinyGraphs.Dimension)
        .Node("Conv", ["pixel_values", "weights"], ["map"], ("strides", new long[] { 8, 8 }))
        .Node(pooling, "map", "pooled")
        .Node("Flatten", "pooled", "flat", ("axis", 1L))
        .Node("MatMul", ["flat", "projection"], ["image_embeds"])
        .ToArray();
}
