using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Imaging;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>Which frames are kept, and what of the encoder's work with them.</summary>
public sealed class RecentFramesTests
{
    private const int Length = 4;
    private static readonly NamedRegion[] Regions = [NamedRegion.OfFrame(16, 8), NamedRegion.OfFrame(16, 8)];

    private readonly FakeTimeProvider _time = new();
    private readonly FramePool _pool = new();

    [Fact]
    public void AFrameThatIsDue_IsKeptWithItsFeatures_AndTheOthersNeedNone()
    {
        using var frames = Open(count: 8);

        Assert.Equal([true, false, true], [Offer(frames, 1), Offer(frames, 2), Offer(frames, 3, TimeSpan.FromSeconds(2))]);

        var kept = frames.Last(9);
        Assert.Equal([1, 3], kept.Select(frame => frame.Frame.Number));
        Assert.Equal([3f, 3f, 3f, 3f], kept[1].Features!.Of(1).ToArray());
        using var newest = frames.Newest("cam1");
        Assert.Null(newest!.Value.Features);
        Release(kept);
    }

    [Fact]
    public void FeaturesThatSomebodyReads_OutliveTheFrameInTheQueue()
    {
        using var frames = Open(count: 1);
        Offer(frames, 1);
        var read = frames.Last(1);

        for (var number = 2; number < 6; number++)
        {
            Offer(frames, number, TimeSpan.FromSeconds(2));
        }

        Assert.All(read[0].Features!.Of(0).ToArray(), value => Assert.Equal(1, value));
        Release(read);
        Assert.Throws<ObjectDisposedException>(() => read[0].Features!.Of(0).Length);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2 * Length * sizeof(float), 1)]
    [InlineData(2 * 2 * Length * sizeof(float), 2)]
    [InlineData(1 << 20, 3)]
    public void FeaturesBeyondTheirBytes_AreNotKept_ButThePicturesAre(long bytes, int withFeatures)
    {
        using var frames = Open(count: 3, bytes);
        for (var number = 0; number < 12; number++)
        {
            Offer(frames, number, TimeSpan.FromSeconds(2));
        }

        var kept = frames.Last(9);
        Assert.Equal((3, withFeatures), (kept.Count, kept.Count(frame => frame.Features is not null)));
        Release(kept);
    }

    [Fact]
    public void TheMemoryOfAFrameThatLeaves_GoesToTheNextOne()
    {
        var pool = new FeaturePool();
        var first = pool.Rent(2, Length, "encoder");
        first.Of(0)[0] = 7;
        first.Dispose();

        using var second = pool.Rent(2, Length, "encoder");
        using var third = pool.Rent(2, Length, "encoder");

        Assert.Equal((7f, 0f), (second.Of(0)[0], third.Of(0)[0]));
    }

    private static void Release(IReadOnlyList<RecentFrame> frames)
    {
        foreach (var frame in frames)
        {
            frame.Dispose();
        }
    }

    private RecentFrames Open(int count, long featureBytes = 1 << 20) =>
        new(Options.Create(new LabelsOptions { RecentFrames = new RecentFramesOptions { Count = count, FeatureBytes = featureBytes } }), _time);

    /// <summary>Recognises a frame whose features are all its number, as the pipeline does; gives whether they were wanted.</summary>
    private bool Offer(RecentFrames frames, int number, TimeSpan after = default)
    {
        _time.Advance(after);
        using var frame = _pool.Rent(16, 8);
        (frame.Number, frame.Timestamp) = (number, _time.GetTimestamp());
        var wanted = frames.WantsFeatures("cam1", frame);
        _time.Advance(TimeSpan.FromSeconds(0.5)); // recognition takes its time
        var recognized = new RecognizedFrame();
        recognized.Begin("cam1", frame, Regions, NewSnapshot(), "tiny@2", wanted ? Length : 0);
        for (var region = 0; region < Regions.Length; region++)
        {
            recognized.FeaturesToFill(region).Fill(number);
        }

        frames.Recognized(recognized);
        return wanted;
    }

    private static RecognitionSnapshot NewSnapshot()
    {
        var labels = new LabelDefinition[] { new() { Id = "open", Text = "open" } };
        return NewSnapshot(NewTable(new LabelList { Id = "tiny", Version = 1, Labels = labels }, labels, "{label}", "text", new float[2], null), "mkt", [LabelCalibration.Unknown], []);
    }

    // Both come from a model that is open, which this needs not.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern LabelTable NewTable(
        LabelList list, IReadOnlyList<LabelDefinition> labels, string prompt, string textEncoder, float[] embeddings, float[]? graph);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern RecognitionSnapshot NewSnapshot(
        LabelTable table, string head, IReadOnlyList<LabelCalibration> calibration, IReadOnlyList<string> remarks);
}
