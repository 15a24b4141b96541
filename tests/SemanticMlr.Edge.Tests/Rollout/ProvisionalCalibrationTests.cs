using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>The rule for labels that nobody calibrated, on logits of the test's own: 100 regions with the logits 0.00 to 0.99.</summary>
public sealed class ProvisionalCalibrationTests : IDisposable
{
    private const int Regions = 100;

    private readonly TinyBundle _bundle = new();
    private readonly RecognitionModel _model;
    private readonly RecognitionSnapshot _before;

    public ProvisionalCalibrationTests()
    {
        _model = RecognitionModel.Load(Bundle.Open(_bundle.Folder), new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 }, null, NullLogger.Instance);
        var table = _model.CreateLabelTable(LabelListReader.Parse("""{"schema": 1, "id": "tiny", "version": 3, "labels": [{"id": "open", "text": "open"}, {"id": "spur", "text": "spur"}]}"""u8, "list"));
        var key = CalibrationKey.Of(_model, table, "mkt");
        // sigmoid(4 * (logit - t)) >= 0.5 from t on: open fires in 20 of the regions, spur in none.
        _before = RecognitionSnapshot.Create(_model, table, "mkt", new CalibrationFile
        {
            Bundle = "tiny@2",
            Head = "mkt",
            EncoderSha256 = key.EncoderSha256,
            HeadSha256 = key.HeadSha256,
            ListHash = key.ListHash,
            Rule = "test",
            Labels = new Dictionary<string, CalibrationEntry>
            {
                ["open"] = new() { Scale = 4, Bias = -4 * 0.795, Threshold = 0.5 },
                ["spur"] = new() { Scale = 4, Bias = -4 * 5, Threshold = 0.5 },
            },
        });
    }

    public void Dispose()
    {
        _model.Dispose();
        _bundle.Dispose();
    }

    [Fact]
    public void ALabelWithTheSameLogits_KeepsItsCalibration()
    {
        var entries = Calibrate("""{"id": "open", "text": "open"}, {"id": "pen", "text": "pen"}""", region => [region, region]);

        Assert.Equal((4, -4 * 0.795, 0.5, false), (entries["open"].Scale, entries["open"].Bias, entries["open"].Threshold, entries["open"].Provisional));
    }

    [Fact]
    public void ANewLabel_FiresInNoLargerShareThanTheRate()
    {
        var entry = Calibrate("""{"id": "open", "text": "open"}, {"id": "pen", "text": "pen"}""", region => [region, region])["pen"];

        Assert.True(entry.Provisional);
        Assert.Equal(5, Fires(entry, region => region)); // the calibrated labels fire in 10 % on average, the rate is 5 %
        Assert.Equal(4, entry.Scale); // as those of the calibrated labels
    }

    [Fact]
    public void ANewLabel_OnALineWithoutAlarms_FiresNowhereYet()
    {
        var entry = Calibrate("""{"id": "pen", "text": "pen"}""", region => [region], rate: 0)["pen"];

        Assert.Equal(0, Fires(entry, region => region));
        Assert.Equal(1, Fires(entry, region => region == 0.5f ? 1.2f : region));
    }

    [Fact]
    public void AKnownLabelWhoseLogitsMoved_KeepsTheShareInWhichItFired_AndIsProvisional()
    {
        var entry = Calibrate("""{"id": "open", "text": "open"}""", region => [10 + 3 * region])["open"];

        Assert.True(entry.Provisional);
        Assert.Equal(20, Fires(entry, region => 10 + 3 * region));
    }

    [Theory]
    [InlineData("""{"id": "open", "text": "pen"}""")]
    [InlineData("""{"id": "pen", "text": "open"}""")]
    public void AnotherTextOrId_IsAnotherLabel(string label) => Assert.True(Assert.Single(Calibrate(label, region => [region])).Value.Provisional);

    [Fact]
    public void ALabelWithAThresholdOfItsOwn_OrTooFewRegions_GetsNothing()
    {
        Assert.Empty(Calibrate("""{"id": "pen", "text": "pen", "threshold": 0.4}""", region => [region]));
        Assert.Empty(Calibrate("""{"id": "pen", "text": "pen"}""", region => [region], areRecent: false));
        Assert.Empty(Calibrate("""{"id": "pen", "text": "pen"}""", region => [region], minRegions: Regions + 1));
    }

    private static int Fires(CalibrationEntry entry, Func<float, float> logit) => Enumerable.Range(0, Regions)
        .Count(region => new LabelCalibration(entry.Scale, entry.Bias, entry.Threshold, true).Probability(logit(region / (float)Regions)) >= entry.Threshold);

    private IReadOnlyDictionary<string, CalibrationEntry> Calibrate(
        string labels, Func<float, float[]> after, double rate = 0.05, bool areRecent = true, int minRegions = 30)
    {
        var list = LabelListReader.Parse(Encoding.UTF8.GetBytes($$"""{"schema": 1, "id": "tiny", "version": 4, "labels": [{{labels}}]}"""), "list");
        var snapshot = RecognitionSnapshot.Create(_model, _model.CreateLabelTable(list), "mkt", besideList: null);
        var places = Enumerable.Range(0, Regions).Select(region => region / (float)Regions).ToArray();
        var scores = new TrialScores(
            [.. places.Select((_, region) => (0, region))], [[.. places.Select(region => new[] { region, region })], [.. places.Select(after)]]);
        return new ProvisionalCalibration(_before, snapshot, scores, areRecent, new ProvisionalOptions { Rate = rate, MinRegions = minRegions }).Calibrate();
    }
}
