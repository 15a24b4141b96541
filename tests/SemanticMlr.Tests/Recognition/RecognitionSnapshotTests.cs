using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Recognition;

public sealed class RecognitionSnapshotTests : IDisposable
{
    private readonly TinyBundle _files = new();
    private readonly RecognitionModel _model;
    private readonly LabelTable _table;

    public RecognitionSnapshotTests()
    {
        var options = new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 };
        _model = RecognitionModel.Load(Bundle.Open(_files.Folder), options, cache: null, NullLogger.Instance);
        _table = _model.CreateLabelTable(_model.Bundle.Labels);
    }

    public void Dispose()
    {
        _model.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Create_WithACalibrationThatFits_GivesProbabilitiesAndThresholds()
    {
        var snapshot = RecognitionSnapshot.Create(_model, _table, "clip", Calibration());

        Assert.Empty(snapshot.Remarks);
        Assert.Equal([false, false, true], snapshot.Calibration.Select(label => label.Provisional));

        // "short" has a threshold of its own in the list; "spur" is not in the calibration.
        Assert.Equal([0.3, 0.7, 0.5], Enumerable.Range(0, 3).Select(snapshot.Threshold));
        Assert.Equal(1 / (1 + Math.Exp(-(2 * 0.25 - 1))), snapshot.Calibration[0].Probability(0.25f), 1e-6);
    }

    [Theory]
    [InlineData("encoder", "another image encoder")]
    [InlineData("head", "another head")]
    [InlineData("list", "other labels or another prompt")]
    public void Create_WithACalibrationOfSomethingElse_LeavesLabelsProvisional(string part, string remark)
    {
        var calibration = part switch
        {
            "encoder" => Calibration() with { EncoderSha256 = new string('0', 64) },
            "head" => Calibration() with { HeadSha256 = new string('0', 64) },
            _ => Calibration() with { ListHash = new string('0', 64) },
        };

        var snapshot = RecognitionSnapshot.Create(_model, _table, "clip", calibration);

        Assert.Contains(remark, Assert.Single(snapshot.Remarks), StringComparison.Ordinal);
        Assert.All(snapshot.Calibration, label => Assert.True(label.Provisional));
        Assert.Equal([0.5, 0.7, 0.5], Enumerable.Range(0, 3).Select(snapshot.Threshold));
    }

    [Fact]
    public void Create_ReadsTheCalibrationOfTheBundle_BehindThatOfTheList()
    {
        Calibration().Write(_files.PathOf("calibration.json"));
        var beside = Calibration() with { Labels = new Dictionary<string, CalibrationEntry> { ["open"] = new() { Scale = 5, Bias = 0, Threshold = 0.9 } } };

        Assert.Equal(0.3, RecognitionSnapshot.Create(_model, _table, "clip", besideList: null).Threshold(0));
        var both = RecognitionSnapshot.Create(_model, _table, "clip", beside);
        Assert.Equal((0.9, 1.5), (both.Threshold(0), both.Calibration[1].Scale));
    }

    [Fact]
    public void ReadAndWrite_GiveTheSameCalibration()
    {
        var path = _files.PathOf("c.json");
        var file = Calibration();
        file.Write(path);

        var read = CalibrationFile.Read(path);

        Assert.Equal(file.Key, read.Key);
        Assert.Equal(file.Labels["open"], read.Labels["open"]);
        Assert.Equal(file.Labels.Count, read.Labels.Count);
    }

    [Theory]
    [InlineData("{", "does not follow schema 1")]
    [InlineData("null", "found null")]
    [InlineData("{\"schema\": 1}", "missing required properties")]
    [InlineData("HEAD, \"labels\": {}, \"x\": 1}", "'x'")]
    [InlineData("HEAD, \"labels\": {\"open\": null}}", "labels.open: is null")]
    [InlineData("HEAD, \"labels\": {\"open\": {\"scale\": 0, \"bias\": 0, \"threshold\": 2}}}", "labels.open.scale: must be above 0, found 0; labels.open.threshold: must be 0 to 1, found 2")]
    public void Read_OfADamagedFile_NamesFileAndFaults(string json, string fault)
    {
        var path = _files.PathOf("c.json");
        const string Head = "{\"schema\": 1, \"bundle\": \"b\", \"head\": \"h\", \"encoderSha256\": \"\", \"headSha256\": \"\", \"listHash\": \"\", \"rule\": \"\"";
        File.WriteAllText(path, json.Replace("HEAD", Head, StringComparison.Ordinal));

        var exception = Assert.Throws<CalibrationException>(() => CalibrationFile.Read(path));
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithAnUnknownHead_NamesThoseThatExist() =>
        Assert.Contains("clip, mkt", Assert.Throws<BundleException>(() => RecognitionSnapshot.Create(_model, _table, "sigrl", besideList: null)).Message, StringComparison.Ordinal);

    private CalibrationFile Calibration() => new()
    {
        Bundle = "tiny@2",
        Head = "clip",
        EncoderSha256 = _files.Manifest.Encoders[0].Sha256,
        HeadSha256 = _files.Manifest.Heads["clip"].Sha256,
        ListHash = _table.ContentHash,
        Rule = "recall 0.98",
        Labels = new Dictionary<string, CalibrationEntry>
        {
            ["open"] = new() { Scale = 2, Bias = -1, Threshold = 0.3, ExpectedRecall = new ExpectedRate(0.98, 0.9, 1) },
            ["short"] = new() { Scale = 1.5, Bias = 0, Threshold = 0.4 },
        },
    };
}
