using System.Text.Json;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Review;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Writes review items, their pictures and heat maps into the outbox, in this order.</summary>
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
        AppendPicture(item, topics.ReviewFrame(item.Camera, item.Id), "image/jpeg", item.Jpeg, item.Sha256);
        metrics.ReviewsPublished.Add();
        foreach (var map in item.HeatMaps)
        {
            AppendPicture(item, topics.ReviewHeatMap(item.Camera, item.Id, map.Label), "image/png", map.Png, map.Sha256);
            metrics.HeatMaps.Add();
        }
    }

    private void AppendPicture(ReviewItem item, string topic, string contentType, byte[] picture, string sha256) =>
        sequences.Append(item.Camera, OutboxClass.Frame, (epoch, number) => new OutboxMessage
        {
            Topic = topic,
            Payload = picture,
            Class = OutboxClass.Frame,
            ContentType = contentType,
            Camera = item.Camera,
            Expiry = options.Value.FrameExpiry,
            Properties =
            [
                new("id", item.Id.ToString("D")),
                new("sha256", sha256),
                new("time", Rfc3339Converter.Write(item.CapturedAt)),
                new("epoch", $"{epoch}"),
                new("seq", $"{number}"),
            ],
        });

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
        new ReviewImage(item.Sha256, item.Jpeg.Length, item.Width, item.Height, item.SourceWidth, item.SourceHeight),
        [.. item.HeatMaps.Select(map => map.Label)]);
}
