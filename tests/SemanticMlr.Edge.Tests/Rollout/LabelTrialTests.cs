using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>Scoring the frames that are kept.</summary>
public sealed class LabelTrialTests
{
    [Fact]
    public async Task FeaturesOfThePipeline_ScoreAsThePicturesDo_AndSpareTheEncoder()
    {
        await using var rig = await LabelRig.StartAsync();
        IReadOnlyList<RecentFrame> frames = [];
        await Retry.Until("frames are kept with features", () => (frames = Replace(frames, rig.Agent.Get<RecentFrames>().Last(3))).Count == 3);
        Assert.All(frames, frame => Assert.NotNull(frame.Features));
        RecentFrame[] pictures = [.. frames.Take(2).Select(frame => frame with { Features = null }), frames[2]];

        var kept = Score(rig, frames);
        var mixed = Score(rig, pictures);
        frames[0].Features!.Of(1).Clear();
        var spoilt = Score(rig, frames);

        Assert.Equal(mixed.Regions, kept.Regions);
        Assert.All(
            kept.Logits[0].Zip(mixed.Logits[0]),
            region => Assert.Equal(region.Second, region.First, (expected, found) => Math.Abs(expected - found) < 1e-4));
        Assert.NotEqual(kept.Logits[0][1], spoilt.Logits[0][1]); // nothing was encoded again
        Assert.Equal(kept.Logits[0][2], spoilt.Logits[0][2]);
        Replace(frames, []);
    }

    private static TrialScores Score(LabelRig rig, IReadOnlyList<RecentFrame> frames)
    {
        var pictures = TrialPicture.Of(frames);
        try
        {
            return LabelTrial.Score(rig.Agent.Get<ModelStore>().Current, pictures, [rig.InForce.Snapshot]);
        }
        finally
        {
            foreach (var picture in pictures)
            {
                picture.Dispose();
            }
        }
    }

    private static IReadOnlyList<RecentFrame> Replace(IReadOnlyList<RecentFrame> old, IReadOnlyList<RecentFrame> next)
    {
        foreach (var frame in old)
        {
            frame.Dispose();
        }

        return next;
    }
}
