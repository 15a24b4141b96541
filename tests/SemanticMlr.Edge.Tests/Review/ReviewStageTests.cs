using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Review;
using SemanticMlr.Imaging;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Tests.Review;

public sealed class ReviewStageTests
{
    [Theory]
    [InlineData(0.5f, 1, 0)]
    [InlineData(float.NaN, 0, 1)]
    [InlineData(float.PositiveInfinity, 0, 1)]
    public async Task FrameWithAScoreThatIsNoNumber_IsNotAskedAbout_ButCounted(float score, int sampled, int unscored)
    {
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();
        var metrics = services.GetRequiredService<MessagingMetrics>();
        var options = Options.Create(new ReviewOptions { RandomShare = 1 });
        using var queue = new ReviewQueue(options, metrics);
        var stage = new ReviewStage(new ReviewSampler(options.Value, new FakeTimeProvider(), () => 0), queue, options, metrics);
        using var frame = new FramePool().Rent(16, 8);
        var labels = new LabelDefinition[] { new() { Id = "open", Text = "an open" }, new() { Id = "short", Text = "a short" } };
        var table = NewTable(new LabelList { Id = "pcb", Version = 7, Labels = labels }, labels, "{label}", "text", new float[2], null);
        var recognized = new RecognizedFrame();
        recognized.Begin(
            "cam1",
            frame,
            [NamedRegion.OfFrame(16, 8)],
            NewSnapshot(table, "mkt", [LabelCalibration.Unknown, LabelCalibration.Unknown], []),
            "pcb-defects@3");
        recognized.SetScores(0, [0, 0], [0.1f, score]);

        stage.Recognized(recognized);

        Assert.Equal((sampled, unscored), (metrics.ReviewsSampled.Value, metrics.ReviewsUnscored.Value));
    }

    // Both come from a model that is open, which this needs not.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern LabelTable NewTable(
        LabelList list, IReadOnlyList<LabelDefinition> labels, string prompt, string textEncoder, float[] embeddings, float[]? graph);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern RecognitionSnapshot NewSnapshot(
        LabelTable table, string head, IReadOnlyList<LabelCalibration> calibration, IReadOnlyList<string> remarks);
}
