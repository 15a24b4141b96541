using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenCvSharp;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Review;

/// <summary>Encodes chosen frames away from the frame path, and hands them to the listeners.</summary>
internal sealed class ReviewWorker(
    ReviewQueue queue,
    ReviewStore store,
    ReviewHeatMaps heatMaps,
    IEnumerable<IReviewListener> listeners,
    IOptions<ReviewOptions> options,
    MessagingMetrics metrics,
    TimeProvider time,
    ILogger<ReviewWorker> logger) : BackgroundService
{
    private readonly IReviewListener[] _listeners = [.. listeners];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var request in queue.ReadAllAsync(stoppingToken))
            {
                using (request)
                {
                    Handle(request);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent stops.
        }
    }

    private void Handle(ReviewRequest request)
    {
        ReviewPicture? picture;
        try
        {
            picture = ReviewEncoder.Encode(request.Frame, options.Value.Jpeg);
        }
        catch (Exception exception) when (exception is OpenCVException or OpenCvSharpException)
        {
            metrics.ReviewsDropped.Add();
            logger.PictureFailed(exception, request.Camera);
            return;
        }

        if (picture is null)
        {
            metrics.ReviewsDropped.Add();
            logger.PictureTooLarge(request.Camera, options.Value.Jpeg.MaxBytes);
            return;
        }

        var item = Compose(request, picture, heatMaps.Draw(request, picture));
        store.Keep(item); // before anyone can answer
        foreach (var listener in _listeners)
        {
            listener.Sampled(item);
        }
    }

    private ReviewItem Compose(ReviewRequest request, ReviewPicture picture, IReadOnlyList<ReviewHeatMap> maps) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        Camera = request.Camera,
        CapturedAt = request.Frame.CapturedAt,
        Frame = request.Frame.Number,
        Source = request.Source,
        Reason = request.Reason,
        Labels = request.Labels,
        Regions = request.Regions,
        Jpeg = picture.Jpeg,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(picture.Jpeg)),
        Width = picture.Width,
        Height = picture.Height,
        HeatMaps = maps,
        SourceWidth = request.Frame.Width,
        SourceHeight = request.Frame.Height,
    };
}
