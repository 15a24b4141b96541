using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class QuantizeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Bundle => Repository.PathOf("models", "pcb-defects");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quantize_WritesABundle_ThatInfoDescribesAndVerifyFindsSound()
    {
        var output = _folder.File("out");
        var run = await Mlr.Run("quantize", "--bundle", Bundle, "--simulate", "pcb", "--count", "4", "--frames", "8", "--rounds", "1", "--threads", "1", "--keep", "--out", output, "--json");

        var forms = run.Expect(0).Json.GetProperty("forms").EnumerateArray().ToArray();
        Assert.Equal(["fp32", "int8"], forms.Select(form => form.GetProperty("precision").GetString()));
        Assert.Equal(forms[1].GetProperty("nodesMeant").GetInt32(), forms[1].GetProperty("nodesInteger").GetInt32());

        var described = (await Mlr.Run("bundle", "info", output, "--json")).Expect(0).Json.GetProperty("encoders").EnumerateArray().ToArray();
        Assert.Equal(["Fp32", "Int8"], described.Select(form => form.GetProperty("precision").GetString()));
        Assert.Equal("Cpu", described[1].GetProperty("measured").GetProperty("provider").GetString());
        (await Mlr.Run("bundle", "verify", output)).Expect(0);
        Assert.Contains("forms of the image encoder", (await Mlr.Run("bundle", "info", output)).Expect(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--simulate", "pcb", "--precision", "int4")]
    [InlineData("--simulate", "pcb", "--target", "cuda")]
    [InlineData("--simulate", "pcb", "--calibration", "guess")]
    [InlineData("--simulate", "pcb", "--weight-bits", "6")]
    [InlineData("--simulate", "moon")]
    [InlineData("--json")]
    public async Task WrongUsage_GivesExitCodeTwo(params string[] options)
    {
        var run = await Mlr.Run(["quantize", "--bundle", Bundle, "--out", _folder.File("out"), .. options]);

        run.Expect(2);
        Assert.Empty(run.Output);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task ADataSetOfOnePicture_IsRefusedByName()
    {
        using (var picture = new OpenCvSharp.Mat(64, 64, OpenCvSharp.MatType.CV_8UC3, OpenCvSharp.Scalar.White))
        {
            OpenCvSharp.Cv2.ImWrite(_folder.File("a.png"), picture);
        }

        var data = _folder.File("data.jsonl");
        await File.WriteAllTextAsync(data, """{"image": "a.png", "width": 64, "height": 64, "labels": ["open"]}""", TestContext.Current.CancellationToken);

        var run = (await Mlr.Run("quantize", "--bundle", Bundle, "--data", data, "--out", _folder.File("out"))).Expect(2);
        Assert.Contains("data.jsonl: 1 picture cannot calibrate", run.Errors, StringComparison.Ordinal);
        run = (await Mlr.Run("quantize", "--bundle", Bundle, "--data", data, "--simulate", "pcb", "--count", "2", "--grid", "1x1", "--out", _folder.File("out"))).Expect(2);
        Assert.Contains("data.jsonl: 1 picture cannot calibrate", run.Errors, StringComparison.Ordinal);
    }
}
