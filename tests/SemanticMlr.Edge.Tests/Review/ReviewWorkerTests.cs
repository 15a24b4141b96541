using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.Imaging;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Review;

public sealed class ReviewWorkerTests
{
    private readonly FramePool _pool = new();

    [Fact]
    public async Task ChosenFrame_ArrivesAsItemAndPicture_AndItsMemoryIsGivenBack()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await Subscriber.ConnectAsync(broker.Port);
        await using var messaging = await Messaging.StartAsync(broker.Port, configure: services => services.AddReview());
        await messaging.UntilConnectedAsync();
        var request = Request();
        messaging.Get<ReviewQueue>().Offer(request);

        var item = await subscriber.WaitForJsonAsync("camera/cam1/review");
        var picture = await subscriber.WaitForAsync($"camera/cam1/review/{item.GetProperty("id").GetString()}/frame");
        Assert.Equal(
            item.GetProperty("image").GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(picture.Payload.ToArray())));
        Assert.Equal("band", item.GetProperty("reason").GetString());
        Assert.Equal("short", item.GetProperty("labels")[0].GetString());
        Assert.Equal(0.51, item.GetProperty("regions")[0].GetProperty("scores").GetProperty("short").GetDouble());
        Assert.Empty(subscriber.Faults);
        await Retry.Until("the frame is given back", () => Record.Exception(() => request.Frame.Memory) is ObjectDisposedException);
        Assert.Single(Directory.GetFiles(Path.Combine(messaging.StateFolder, "review", "images")));
    }

    [Fact]
    public void Offer_WhenFull_DropsAndDisposesTheNewFrame()
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();
        var metrics = services.GetRequiredService<MessagingMetrics>();
        using var queue = new ReviewQueue(Options.Create(new ReviewOptions { QueueCapacity = 1 }), metrics);
        var (first, second) = (Request(), Request());
        queue.Offer(first);
        queue.Offer(second);

        Assert.Equal((2, 1), (metrics.ReviewsSampled.Value, metrics.ReviewsDropped.Value));
        Assert.Equal(64 * 48 * 3, first.Frame.Memory.Length);
        Assert.Throws<ObjectDisposedException>(() => second.Frame.Memory);
    }

    private ReviewRequest Request()
    {
        var frame = _pool.Rent(64, 48);
        (frame.CapturedAt, frame.Number) = (DateTimeOffset.UnixEpoch, 3);
        return new ReviewRequest(
            frame, "cam1", Samples.Source, ReviewReason.Band, ["short"],
            [new ReviewRegion("whole", 0, 0, 64, 48, new Dictionary<string, double> { ["short"] = 0.51 })]);
    }
}
