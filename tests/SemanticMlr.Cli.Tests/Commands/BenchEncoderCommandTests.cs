using System.Text.Json;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class BenchEncoderCommandTests
{
    private const string NodeName = "onnxruntime-node with sharp";

    /// <summary>Frames that are shrunk to no less than half: below that bilinear peers alias and see other pixels.</summary>
    private static readonly string[] NearlyThere = ["--frame-size", "320x288"];

    private static readonly string[] Short = ["--rounds", "1", "--seconds", "0", "--threads", "1", "--json"];

    private static readonly string NodePackages = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "semantic-mlr",
        "node-peer",
        "node_modules");

    [Fact]
    public async Task Model_MeasuresBothForms_AndSaysWhatRan()
    {
        var report = (await Mlr.Run(["bench", "--model", "vit-tiny", "--frames", "6", "--batch", "1", "2", .. Short])).Expect(0).Json;

        Assert.Equal("Cpu", report.GetProperty("machine").GetProperty("provider").GetString());
        Assert.NotEmpty(report.GetProperty("machine").GetProperty("onnxRuntime").GetString()!);
        Assert.NotEmpty(report.GetProperty("machine").GetProperty("processor").GetString()!);
        var encoder = Assert.Single(report.GetProperty("encoders").EnumerateArray());
        Assert.True(encoder.GetProperty("hasRandomWeights").GetBoolean());
        Assert.Equal((32, 16, 16), (encoder.GetProperty("size").GetInt32(), encoder.GetProperty("patches").GetInt32(), encoder.GetProperty("dimension").GetInt32()));
        var forms = encoder.GetProperty("forms").EnumerateArray().ToArray();
        Assert.Equal(["fp32", "int8"], forms.Select(form => form.GetProperty("precision").GetString()));
        Assert.Equal(0, forms[0].GetProperty("integerNodes").GetInt32());
        Assert.InRange(forms[1].GetProperty("integerNodes").GetInt32(), 5, 100);
        Assert.All(forms, form => Assert.True(form.GetProperty("workingSetBytes").GetInt64() > 0));
        Assert.InRange(encoder.GetProperty("cosine").GetProperty("mean").GetDouble(), 0.9, 1.0001);
        Assert.InRange(encoder.GetProperty("cosine").GetProperty("firstPercentile").GetDouble(), 0.9, 1.0001);
        var batches = encoder.GetProperty("batches").EnumerateArray().ToArray();
        Assert.Equal([1, 2], batches.Select(batch => batch.GetProperty("batch").GetInt32()));
        Assert.All(batches, batch =>
        {
            Assert.Equal(3, batch.GetProperty("fp32").GetProperty("runs").GetInt32());
            var (fp32, int8) = (Median(batch.GetProperty("fp32").GetProperty("rounds")), Median(batch.GetProperty("int8").GetProperty("rounds")));
            Assert.Equal(fp32 / int8, Median(batch.GetProperty("speedUp")), 1e-9);
        });
    }

    [Fact]
    public async Task Peers_ComputeTheSame_OnAShippedModel()
    {
        var report = (await Mlr.Run(["bench", "--peers", "--bundle", Repository.PathOf("models", "line-sim"), "--frames", "2", .. NearlyThere, "--no-install", .. Short])).Expect(0).Json;

        Assert.StartsWith("line-sim@", report.GetProperty("model").GetString(), StringComparison.Ordinal);
        var peers = report.GetProperty("peers").EnumerateArray().ToArray();
        Assert.Equal(4, peers.Length);
        var ran = peers.Where(peer => peer.GetProperty("notAvailable").ValueKind == JsonValueKind.Null).ToArray();
        Assert.Contains(ran, peer => peer.GetProperty("name").GetString()!.Contains("tutorial", StringComparison.Ordinal));
        Assert.Contains(ran, peer => peer.GetProperty("name").GetString() == "OpenCV DNN");
        Assert.All(ran, peer =>
        {
            AssertAgrees(peer);
            Assert.True(Median(peer.GetProperty("frame").GetProperty("rounds")) > 0);
            Assert.Equal(
                Median(peer.GetProperty("frame").GetProperty("rounds")) - Median(report.GetProperty("bareSession").GetProperty("rounds")),
                Median(peer.GetProperty("beyondBareSession")),
                1e-9);
        });
        Assert.All(peers.Except(ran), peer => Assert.NotEmpty(peer.GetProperty("notAvailable").GetString()!));
        Assert.True(Median(report.GetProperty("agent").GetProperty("outsideCall")) > 0);
    }

    [Theory]
    [InlineData("mlnet", "ML.NET OnnxTransformer")]
    [InlineData("node", NodeName)]
    public async Task APeerOfAnotherProcess_ComputesTheSame(string peer, string name)
    {
        Assert.SkipUnless(peer != "node" || Directory.Exists(NodePackages), $"skipped: the packages of the node peer are not in {NodePackages}; mlr bench peers installs them.");
        Assert.SkipUnless(peer != "mlnet" || File.Exists(BenchmarksProgram), $"skipped: {BenchmarksProgram} was not built.");
        var report = (await Mlr.Run(["bench", "peers", "--peer", peer, "--bundle", Repository.PathOf("models", "pcb-defects"), "--frames", "2", .. NearlyThere, "--no-install", .. Short])).Expect(0).Json;

        var found = Assert.Single(report.GetProperty("peers").EnumerateArray());
        Assert.Equal(name, found.GetProperty("name").GetString());
        AssertAgrees(found);
    }

    [Fact]
    public async Task APeerThatIsMissing_IsNamedWithTheRemedy()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, _) = await MlrProcess.RunWith(
            new Dictionary<string, string> { ["XDG_CACHE_HOME"] = folder.Path },
            ["bench", "peers", "--model", "vit-tiny", "--peer", "node", "--frames", "1", "--no-install", .. Short]);

        Assert.Equal(0, exitCode);
        var peer = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("peers").EnumerateArray());
        Assert.Contains("--no-install", peer.GetProperty("notAvailable").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roofline_StatesTheShareOfEachEncoder()
    {
        var report = (await Mlr.Run(["bench", "--roofline", "--model", "mobileclip-tiny", "--square", "64", "--megabytes", "1", .. Short])).Expect(0).Json;

        Assert.Contains("MatMul", report.GetProperty("integerOperation").GetString(), StringComparison.Ordinal);
        Assert.True(Median(report.GetProperty("bandwidth")) > 0);
        var encoder = Assert.Single(report.GetProperty("encoders").EnumerateArray());
        Assert.InRange(encoder.GetProperty("gemmShare").GetDouble(), 0.1, 0.999);
        Assert.NotEmpty(encoder.GetProperty("gemms").EnumerateArray());
        Assert.All(encoder.GetProperty("forms").EnumerateArray(), form => Assert.True(Median(form.GetProperty("peakShare")) > 0));
    }

    [Theory]
    [InlineData("bench --model nothing")]
    [InlineData("bench model")]
    [InlineData("bench --model vit-tiny --batch 0")]
    [InlineData("bench --model vit-tiny --provider nothing")]
    [InlineData("bench --peers --peer nobody")]
    [InlineData("bench --peers --frame-size 10x10")]
    [InlineData("bench --peers --provider cuda")]
    [InlineData("bench --roofline --square 1")]
    [InlineData("bench --roofline --bundle /nowhere")]
    public async Task WrongUsage_GivesExitCodeTwo(string arguments)
    {
        var result = (await Mlr.Run(arguments.Split(' '))).Expect(2);

        Assert.Empty(result.Output);
        Assert.NotEmpty(result.Errors);
    }

    /// <summary>A peer that resizes by a function of its own must agree on the same pixels, and come close on its own.</summary>
    private static void AssertAgrees(JsonElement peer)
    {
        var onSamePixels = peer.GetProperty("agreementOnSamePixels");
        var (agreement, least) = (peer.GetProperty("agreement").GetDouble(), onSamePixels.ValueKind == JsonValueKind.Null ? 0.999 : 0.9);
        Assert.True(agreement > least, $"{peer}");
        Assert.True(onSamePixels.ValueKind == JsonValueKind.Null || onSamePixels.GetDouble() > 0.999, $"{peer}");
    }

    private static string BenchmarksProgram
    {
        get
        {
            var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Repository.PathOf("artifacts", "bin", "SemanticMlr.Benchmarks", configuration, "SemanticMlr.Benchmarks.dll");
        }
    }

    private static double Median(JsonElement spread) => spread.GetProperty("median").GetDouble();
}
