using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class QuantizeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Shipped => Repository.PathOf("models", "pcb-defects");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quantize_WritesABundle_ThatInfoDescribesAndVerifyFindsSound()
    {
        var output = _folder.File("out");
        var run = await Mlr.Run("quantize", "--bundle", Shipped, "--simulate", "pcb", "--count", "4", "--frames", "8", "--rounds", "1", "--threads", "1", "--keep", "--out", output, "--json");

        var forms = run.Expect(0).Json.GetProperty("forms").EnumerateArray().ToArray();
        Assert.Equal(["fp32", "int8"], forms.Select(form => form.GetProperty("precision").GetString()));
        Assert.Equal(forms[1].GetProperty("nodesMeant").GetInt32(), forms[1].GetProperty("nodesInteger").GetInt32());

        var described = (await Mlr.Run("bundle", "info", output, "--json")).Expect(0).Json.GetProperty("encoders").EnumerateArray().ToArray();
        Assert.Equal(["Fp32", "Int8"], described.Select(form => form.GetProperty("precision").GetString()));
        Assert.Equal("Cpu", described[1].GetProperty("measured").GetProperty("provider").GetString());
        (await Mlr.Run("bundle", "verify", output)).Expect(0);
        Assert.Contains("forms of the image encoder", (await Mlr.Run("bundle", "info", output)).Expect(0).Output, StringComparison.Ordinal);
        await MeasureOnThisDevice(output);
    }

    [Theory]
    [InlineData("--rounds", "5", "--simulate", "pcb")]
    [InlineData("--provider", "abacus", "--simulate", "pcb")]
    [InlineData("--simulate", "moon")]
    [InlineData("--json")]
    public async Task BenchForms_WithWrongUsage_GivesExitCodeTwo(params string[] options) =>
        (await Mlr.Run(["bench", "forms", "--bundle", Shipped, .. options])).Expect(2);

    private async Task MeasureOnThisDevice(string bundle)
    {
        var state = _folder.File("state");
        var run = await Mlr.Run(
            "bench", "forms", "--bundle", bundle, "--simulate", "pcb", "--count", "4", "--rounds", "6", "--threads", "1", "--batch", "2", "--state", state, "--json");

        var forms = run.Expect(0).Json.GetProperty("forms").EnumerateArray().ToArray();
        Assert.Equal(["fp32", "int8"], forms.Select(form => form.GetProperty("precision").GetString()));
        Assert.Equal(JsonValueKind.Null, forms[0].GetProperty("measurement").ValueKind);
        var kept = DeviceMeasurements.Read(Path.Combine(state, DeviceMeasurements.FileName));
        var measured = Assert.Single(kept.Items);
        Assert.Equal(forms[1].GetProperty("measurement").GetProperty("encoder").GetString(), measured.Encoder);
        Assert.Equal(measured.Measured, kept.Of(Bundle.Open(bundle).Manifest.Encoders[1], "Cpu"));
        Assert.StartsWith(measured.Measured.IsWorthIt ? "good enough and faster" : "not taken", forms[1].GetProperty("verdict").GetString(), StringComparison.Ordinal);
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
        var run = await Mlr.Run(["quantize", "--bundle", Shipped, "--out", _folder.File("out"), .. options]);

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

        var run = (await Mlr.Run("quantize", "--bundle", Shipped, "--data", data, "--out", _folder.File("out"))).Expect(2);
        Assert.Contains("data.jsonl: 1 picture cannot calibrate", run.Errors, StringComparison.Ordinal);
        run = (await Mlr.Run("quantize", "--bundle", Shipped, "--data", data, "--simulate", "pcb", "--count", "2", "--grid", "1x1", "--out", _folder.File("out"))).Expect(2);
        Assert.Contains("data.jsonl: 1 picture cannot calibrate", run.Errors, StringComparison.Ordinal);
    }
}
