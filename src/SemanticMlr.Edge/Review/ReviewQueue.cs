using System.Threading.Channels;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Review;

/// <summary>Chosen frames that wait for the encoder. A frame that finds no place is dropped and counted.</summary>
internal sealed class ReviewQueue(IOptions<ReviewOptions> options, MessagingMetrics metrics) : IHealthContributor, IDisposable
{
    private readonly Channel<ReviewRequest> _channel = Channel.CreateBounded<ReviewRequest>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Takes ownership of the request. Never blocks.</summary>
    public void Offer(ReviewRequest request)
    {
        metrics.ReviewsSampled.Add();
        if (!_channel.Writer.TryWrite(request))
        {
            metrics.ReviewsDropped.Add();
            request.Dispose();
        }
    }

    /// <summary>Reads requests until the queue is closed; the caller disposes each.</summary>
    public IAsyncEnumerable<ReviewRequest> ReadAllAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);

    public void Contribute(HealthReport report) => report.Gauge("mlr.review.waiting", _channel.Reader.Count);

    public void Dispose()
    {
        _channel.Writer.TryComplete();
        while (_channel.Reader.TryRead(out var request))
        {
            request.Dispose();
        }
    }
}
