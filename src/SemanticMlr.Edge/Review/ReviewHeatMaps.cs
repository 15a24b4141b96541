using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Explanation;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Review;

/// <summary>Makes the heat maps of frames under review, away from the frame path, with a model of its own on one thread of the processor.</summary>
/// <remarks>The model is opened for the first frame that needs it. What cannot be drawn is counted and said; the review goes out without it. Thread-safe.</remarks>
internal sealed class ReviewHeatMaps(
    Lazy<Bundle> bundle,
    Func<Bundle, RecognitionModel> open,
    IOptions<ReviewOptions> options,
    MessagingMetrics metrics,
    ILogger<ReviewHeatMaps> logger) : IDisposable
{
    /// <summary>Threads of the explain session and its encoder: the cores belong to the frame path.</summary>
    public const int Threads = 1;

    private readonly Lock _gate = new();
    private RecognitionModel? _model;
    private Explainer? _explainer;
    private bool _isClosed;

    /// <summary>The heat maps of the labels that a frame is asked about for, the most unsure first.</summary>
    /// <param name="request">The frame.</param>
    /// <param name="picture">The picture of it that the reviewer gets.</param>
    public IReadOnlyList<ReviewHeatMap> Draw(ReviewRequest request, ReviewPicture picture)
    {
        if (!options.Value.HeatMaps.Enabled || request.Labels.Count == 0 || request.Snapshot is not { } snapshot)
        {
            return [];
        }

        lock (_gate)
        {
            try
            {
                return ExplainerOf(snapshot) is { } explainer ? Draw(explainer, request, picture) : [];
            }
            catch (Exception exception) when (exception is IOException or ExecutionProviderException or OpenCVException or OpenCvSharpException)
            {
                metrics.HeatMapsFailed.Add();
                logger.HeatMapFailed(exception, request.Camera);
                return [];
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private void Close()
    {
        _isClosed = true;
        _explainer?.Dispose();
        _model?.Dispose();
        (_explainer, _model) = (null, null);
    }

    /// <summary>The explainer with the frame's labels, or null where the head has no explain file or could not be opened.</summary>
    private Explainer? ExplainerOf(RecognitionSnapshot snapshot)
    {
        if (_isClosed || !Explainer.IsOffered(bundle.Value, snapshot.Head))
        {
            return null;
        }

        if (_explainer?.HeadName != snapshot.Head)
        {
            Open(snapshot);
        }

        _explainer!.Snapshot = snapshot;
        return _explainer;
    }

    private void Open(RecognitionSnapshot snapshot)
    {
        try
        {
            _explainer?.Dispose();
            _explainer = null;
            _model ??= open(bundle.Value);
            _explainer = new Explainer(_model, snapshot, new InferenceOptions { Threads = Threads }, batchSize: 1);
            logger.HeatMapsReady(bundle.Value.Identity, snapshot.Head);
        }
        catch
        {
            Close(); // trying again would cost as much and fail again
            throw;
        }
    }

    private List<ReviewHeatMap> Draw(Explainer explainer, ReviewRequest request, ReviewPicture picture)
    {
        var settings = options.Value.HeatMaps;
        var labels = explainer.Snapshot.Table.Labels;
        using var source = request.Frame.AsMat();
        var explanations = explainer.Explain(
            source, [.. request.Regions.Select(region => new NamedRegion(region.Region, new PixelRectangle(region.X, region.Y, region.Width, region.Height)))]);
        using var shrunk = new Mat();
        Cv2.Resize(source, shrunk, new Size(picture.Width, picture.Height), 0, 0, InterpolationFlags.Area);
        var (horizontal, vertical) = (picture.Width / (double)source.Cols, picture.Height / (double)source.Rows);
        var heatMaps = new List<ReviewHeatMap>();
        foreach (var label in request.Labels.OrderBy(label => Unsureness(explainer.Snapshot, request, label)).Take(settings.MaxLabels))
        {
            var index = labels.Index().First(entry => entry.Item.Id == label).Index;
            var map = new HeatMap([.. explanations.Select(region => region.Map(index).Scaled(horizontal, vertical))]);
            var title = string.Create(CultureInfo.InvariantCulture, $"{label} {request.Regions.Max(region => region.Scores[label]):F2}");
            if (HeatMapEncoder.Encode(shrunk, map, title, settings.MaxBytes) is { } png)
            {
                heatMaps.Add(new ReviewHeatMap(label, png, Sha256Of(png)));
            }
            else
            {
                metrics.HeatMapsFailed.Add();
                logger.HeatMapTooLarge(request.Camera, settings.MaxBytes);
            }
        }

        return heatMaps;
    }

    private static string Sha256Of(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    /// <summary>How far the label's scores stay from its threshold.</summary>
    private static double Unsureness(RecognitionSnapshot snapshot, ReviewRequest request, string label)
    {
        var threshold = snapshot.Threshold(snapshot.Table.Labels.Index().First(entry => entry.Item.Id == label).Index);
        return request.Regions.Min(region => Math.Abs(region.Scores[label] - threshold));
    }
}
