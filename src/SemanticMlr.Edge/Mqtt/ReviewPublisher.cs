using System.Text.Json;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Review;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Writes review items and their pictures into the outbox, the item first.</summary>
internal sealed class ReviewPublisher(CameraSequences sequences, Topics topics, IOptions<MqttOptions> options, MessagingMetrics metrics) : IReviewListener
{
    public void Sampled(ReviewItem item)
    {
        sequences.Append(item.Camera, OutboxClass.Event, (epoch, number) => new OutboxMessage
        {
            Topic = topics.Review(item.Camera),
            Payload = JsonSerializer.SerializeToUtf8Bytes(Compose(item, epoch, number), MqttJson.Default.ReviewMessage),
            Class = OutboxClass.Event,
            Camera = item.Camera,
            Expiry = options.Value.EventExpiry,
        });
        sequences.Append(item.Camera, OutboxClass.Frame, (epoch, number) => new OutboxMessage
        {
            Topic = topics.ReviewFrame(item.Camera, item.Id),
            Payload = item.Jpeg,
            Class = OutboxClass.Frame,
            ContentType = "image/jpeg",
            Camera = item.Camera,
            Expiry = options.Value.FrameExpiry,
            Properties =
            [
                new("id", item.Id.ToString("D")),
                new("sha256", item.Sha256),
                new("time", Rfc3339Converter.Write(item.CapturedAt)),
                new("epoch", $"{epoch}"),
                new("seq", $"{number}"),
            ],
        });
        metrics.ReviewsPublished.Add();
    }

    private static ReviewMessage Compose(ReviewItem item, long epoch, long number) => new(
        1,
        item.Id,
        item.CapturedAt,
        epoch,
        number,
        item.Camera,
        item.Frame,
        item.Source.Bundle,
        item.Source.Head,
        new ListReference(item.Source.ListId, item.Source.ListVersion),
        item.Reason,
        item.Labels,
        item.Regions,
        new ReviewImage(item.Sha256, item.Jpeg.Length, item.Width, item.Height, item.SourceWidth, item.SourceHeight));
}
