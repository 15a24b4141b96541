using Microsoft.Extensions.Logging.Abstractions;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Explanation;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Tests.Evaluation;

public sealed class PointingGameTests : IDisposable
{
    private static readonly InferenceOptions Options = new() { Providers = [ExecutionProvider.Cpu], Threads = 1 };
    private readonly TinyBundle _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(25, 25, 0)] // inside
    [InlineData(20, 30, 0)] // on a corner
    [InlineData(5, 25, 15)] // left
    [InlineData(33, 34, 5)] // off a corner: 3, 4
    public void Distance_IsThatToTheNearestPointOfTheBox(double x, double y, double expected) =>
        Assert.Equal(expected, PointingGame.Distance(new LabelledBox("open", 20, 20, 10, 10), x, y), 1e-12);

    [Fact]
    public void Look_CountsWhatIsPresentSaidAndBoxed_AndHitsWithinTheTolerance()
    {
        using var model = RecognitionModel.Load(Bundle.Open(_files.Folder), Options, cache: null, NullLogger.Instance);
        var list = model.Bundle.Labels;
        var said = list with { Labels = [.. list.Labels.Select((label, index) => label with { Threshold = index == 1 ? 1 : 0 })] }; // all but short
        using var explainer = new Explainer(model, RecognitionSnapshot.Create(model, model.CreateLabelTable(said), "mkt", besideList: null), Options);
        using var image = Picture();
        var whole = NamedRegion.OfFrame(image.Cols, image.Rows);
        var peaks = Enumerable.Range(0, 3).Select(label => explainer.Explain(image, [whole])[0].Map(label).Maximum()).ToArray();
        var game = new PointingGame(explainer);
        using var recognizer = new Recognizer(model, explainer.Snapshot);

        Look("1 1 1", Box("open", peaks[0], 14.9), Box("short", peaks[1], 0), Box("spur", peaks[2], 15.1));
        Look("1 1 0", Box("open", peaks[0], 40), Box("open", peaks[0], 3)); // one of two boxes is enough
        Look("0 1 ?", Box("open", peaks[0], 0), Box("spur", peaks[2], 0)); // absent, unsaid, unknown
        Look("1 1 1"); // no box

        Assert.Equal([new PointingCounts(2, 2), new PointingCounts(0, 0), new PointingCounts(0, 1)], game.Counts);
        Assert.Equal(1.0, game.Counts[0].Accuracy);
        Assert.Null(game.Counts[1].Accuracy);

        void Look(string truth, params LabelledBox[] boxes) => recognizer.Recognize(
            image, [whole.Rectangle], (batch, index, _) => game.Look(batch, index, new SampleTruth(whole, TruthText.Parse(truth), boxes)));
    }

    /// <summary>A box to the right of a point.</summary>
    private static LabelledBox Box(string label, RelevancePeak peak, double distance) => new(label, peak.X + distance, peak.Y - 1, 5, 2);

    private static Mat Picture()
    {
        const int Rows = 120;
        const int Columns = 160;
        var image = new Mat(Rows, Columns, MatType.CV_8UC3);
        for (var y = 0; y < Rows; y++)
        {
            for (var x = 0; x < Columns; x++)
            {
                image.Set(y, x, new Vec3b((byte)x, (byte)(y * 2), (byte)(x * y / 90)));
            }
        }

        return image;
    }
}
