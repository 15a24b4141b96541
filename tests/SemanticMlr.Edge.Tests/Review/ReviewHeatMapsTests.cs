using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Review;

public sealed class ReviewHeatMapsTests : IDisposable
{
    private readonly TinyBundle _files = new();
    private readonly ReviewOptions _options = new();
    private readonly FramePool _pool = new();
    private readonly FakeLogger<ReviewHeatMaps> _logger = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();
    private Bundle? _bundle;
    private int _opened;

    private MessagingMetrics Metrics => _services.GetRequiredService<MessagingMetrics>();

    public void Dispose()
    {
        _services.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Draw_MakesAPictureOfTheFramesSize_OfEachUnsureLabel_TheMostUnsureFirst()
    {
        using var model = Load();
        using var heatMaps = Create();
        using var request = Request(model, "mkt", "open", "short", "spur"); // scores 0.9, 0.6 and 0.51; thresholds 0.5, 0.7 and 0.5
        _options.HeatMaps.MaxLabels = 2;

        var drawn = heatMaps.Draw(request, new ReviewPicture([], 60, 40));

        Assert.Equal(["spur", "short"], drawn.Select(map => map.Label));
        using var picture = ImageReader.Decode(drawn[0].Png, "png");
        Assert.Equal((60, 40), (picture.Cols, picture.Rows));
        Assert.Equal(64, drawn[0].Sha256.Length);
        heatMaps.Draw(request, new ReviewPicture([], 60, 40));
        Assert.Equal(1, _opened);
    }

    [Fact]
    public void Draw_WhereNothingIsUnsure_OrIsSwitchedOff_OpensNoModel()
    {
        using var model = Load();
        using var heatMaps = Create();
        using var request = Request(model, "mkt");

        Assert.Empty(heatMaps.Draw(request, new ReviewPicture([], 60, 40)));
        _options.HeatMaps.Enabled = false;
        Assert.Empty(heatMaps.Draw(request with { Labels = ["open"] }, new ReviewPicture([], 60, 40)));
        Assert.Equal(0, _opened);
    }

    [Fact]
    public void Draw_OfAHeadWithoutAnExplainFile_GivesNone_AndNoFault()
    {
        using var model = Load();
        using var heatMaps = Create();
        using var request = Request(model, "clip", "open");

        Assert.Empty(heatMaps.Draw(request, new ReviewPicture([], 60, 40)));
        Assert.Equal((0, 0L), (_opened, Metrics.HeatMapsFailed.Value));
    }

    [Fact]
    public void Draw_WithABrokenExplainFile_SaysSoOnce_AndTheReviewGoesOn()
    {
        using var model = Load();
        File.WriteAllText(_files.PathOf("mkt-explain.onnx"), "no graph");
        using var heatMaps = Create();
        using var request = Request(model, "mkt", "open");

        Assert.Empty(heatMaps.Draw(request, new ReviewPicture([], 60, 40)));
        Assert.Empty(heatMaps.Draw(request, new ReviewPicture([], 60, 40)));

        Assert.Equal((1, 1L), (_opened, Metrics.HeatMapsFailed.Value));
        Assert.Contains("mkt-explain.onnx", _logger.LatestRecord.Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_OfALargeNoisyFrame_KeepsItsSizeAndFitsItsBytes()
    {
        using var model = Load();
        using var heatMaps = Create();
        using var request = Request(model, "mkt", "open");
        new Random(1).NextBytes(request.Frame.Pixels);
        _options.HeatMaps.MaxBytes = 100_000;

        var drawn = Assert.Single(heatMaps.Draw(request, new ReviewPicture([], 640, 480)));

        Assert.InRange(drawn.Png.Length, 1, 100_000);
        using var picture = ImageReader.Decode(drawn.Png, "png");
        Assert.Equal((640, 480), (picture.Cols, picture.Rows));
    }

    [Fact]
    public void Draw_WhereNotEvenTheMapFits_CountsIt()
    {
        using var model = Load();
        using var heatMaps = Create();
        using var request = Request(model, "mkt", "open");
        _options.HeatMaps.MaxBytes = 100;

        Assert.Empty(heatMaps.Draw(request, new ReviewPicture([], 640, 480)));
        Assert.Equal(1, Metrics.HeatMapsFailed.Value);
        Assert.Contains("raise Review:HeatMaps:MaxBytes", _logger.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_AfterTheEnd_GivesNone()
    {
        using var model = Load();
        var heatMaps = Create();
        using var request = Request(model, "mkt", "open");
        heatMaps.Dispose();

        Assert.Empty(heatMaps.Draw(request, new ReviewPicture([], 60, 40)));
    }

    private ReviewHeatMaps Create() => new(
        new Lazy<Bundle>(() => _bundle ??= Bundle.Open(_files.Folder)),
        _ =>
        {
            _opened++;
            return Load();
        },
        Options.Create(_options),
        Metrics,
        _logger);

    private RecognitionModel Load() => RecognitionModel.Load(
        _bundle ??= Bundle.Open(_files.Folder), new InferenceOptions { Providers = [ExecutionProvider.Cpu], Threads = 1 }, cache: null, NullLogger.Instance);

    private ReviewRequest Request(RecognitionModel model, string head, params string[] labels)
    {
        var frame = _pool.Rent(120, 80);
        frame.Pixels.Fill(90);
        frame.Pixels[..(120 * 3 * 40)].Fill(200);
        return new ReviewRequest(
            frame, "cam1", Samples.Source, ReviewReason.Band, labels,
            [new ReviewRegion("whole", 0, 0, 120, 80, new Dictionary<string, double> { ["open"] = 0.9, ["short"] = 0.6, ["spur"] = 0.51 })])
        {
            Snapshot = RecognitionSnapshot.Create(model, model.CreateLabelTable(model.Bundle.Labels), head, besideList: null),
        };
    }
}
