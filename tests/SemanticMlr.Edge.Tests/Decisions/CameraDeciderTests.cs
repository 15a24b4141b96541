using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Decisions;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Tests.Decisions;

public sealed class CameraDeciderTests
{
    private static readonly NamedRegion[] Two = [new("r1c1", new PixelRectangle(0, 0, 8, 8)), new("r1c2", new PixelRectangle(8, 0, 8, 8))];

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly FramePool _pool = new();
    private readonly List<Detection> _published = [];
    private readonly DecisionOptions _options = new() { MinFramesOn = 2, MinFramesOff = 3 };
    private DecisionRules _rules = Rules(7, "open", "short");
    private NamedRegion[] _regions = Two;
    private CameraDecider? _decider;
    private long _number;

    [Fact]
    public void FirstFrame_SaysWhatIsOn_AsHeartbeat()
    {
        Frame(0, 0, 0, 0);

        var detection = Assert.Single(_published);
        Assert.Equal(DetectionReason.Heartbeat, detection.Reason);
        Assert.Empty(detection.Regions);
    }

    [Fact]
    public void LabelTurnsOn_AfterTheMinimumOfFrames_SinceTheFirstOfThem_AndOnlyItsRegionIsNamed()
    {
        Frame(0, 0, 0, 0);
        var first = _time.GetUtcNow();
        Frame(0, 0, 0, 0.5f);
        Assert.Single(_published);
        Frame(0, 0, 0, 0.9f);

        var detection = _published[^1];
        Assert.Equal(DetectionReason.Change, detection.Reason);
        var region = Assert.Single(detection.Regions);
        Assert.Equal("r1c2", region.Region);
        var label = Assert.Single(region.Labels);
        Assert.Equal(("short", true, first), (label.Label, label.On, label.Since));
        Assert.Equal(0.9, label.Score, 6);
        Assert.Equal(3, detection.Frame);
    }

    [Fact]
    public void RunThatBreaks_BeginsAgain()
    {
        Frame(0, 0, 0, 0);
        Frame(0.6f, 0, 0, 0);
        Frame(0.4f, 0, 0, 0);
        Frame(0.6f, 0, 0, 0);
        Assert.Single(_published);
        Frame(0.6f, 0, 0, 0);
        Assert.Equal(2, _published.Count);
    }

    [Fact]
    public void LabelThatIsOn_StaysOnWithinTheHysteresis_AndTurnsOffBelowIt()
    {
        TurnOnOpen();
        for (var frame = 0; frame < 10; frame++)
        {
            Frame(0.46f, 0, 0, 0);
        }

        Assert.Equal(2, _published.Count);
        Frame(0.44f, 0, 0, 0);
        Frame(0.44f, 0, 0, 0);
        Assert.Equal(2, _published.Count);
        Frame(0.44f, 0, 0, 0);
        var label = Assert.Single(Assert.Single(_published[^1].Regions).Labels);
        Assert.False(label.On);
        Assert.Equal(DetectionReason.Change, _published[^1].Reason);
    }

    [Fact]
    public void ThresholdSmallerThanTheHysteresis_CanStillTurnOff()
    {
        _rules = new DecisionRules(Samples.Source, ["open", "short"], [0.02, 0.5], 0.05);
        TurnOnOpen();
        for (var frame = 0; frame < 3; frame++)
        {
            Frame(0.005f, 0, 0, 0);
        }

        Assert.False(Assert.Single(Assert.Single(_published[^1].Regions).Labels).On);
    }

    [Fact]
    public void Heartbeat_ComesAtItsInterval_WithEverythingThatIsOn()
    {
        TurnOnOpen();
        _time.Advance(TimeSpan.FromSeconds(58));
        Frame(0.9f, 0, 0, 0);
        Assert.Equal(2, _published.Count);
        _time.Advance(TimeSpan.FromSeconds(2));
        Frame(0.9f, 0, 0, 0);

        Assert.Equal(DetectionReason.Heartbeat, _published[^1].Reason);
        Assert.Equal("open", Assert.Single(Assert.Single(_published[^1].Regions).Labels).Label);
    }

    [Fact]
    public void EveryFrame_PublishesEachOne_AndWhatJustTurnedOffOnce()
    {
        _options.Publish = DetectionPublishing.EveryFrame;
        _options.MinFramesOff = 1;
        TurnOnOpen();
        Frame(0, 0, 0, 0);
        Assert.False(Assert.Single(Assert.Single(_published[^1].Regions).Labels).On);
        Frame(0, 0, 0, 0);
        Assert.Empty(_published[^1].Regions);
        Assert.All(_published, each => Assert.Equal(DetectionReason.EveryFrame, each.Reason));
        Assert.Equal(_number, _published.Count);
    }

    [Fact]
    public void NewList_ClosesWhatItLacksUnderTheOldOne_AndKeepsTheRest()
    {
        Frame(0, 0, 0, 0);
        Frame(0.9f, 0.9f, 0, 0);
        Frame(0.9f, 0.9f, 0, 0);
        var since = _published[^1].Regions[0].Labels[1].Since;
        _rules = Rules(8, "spur", "short");
        Frame(0, 0.9f, 0, 0);

        var closing = _published[^1];
        Assert.Equal((7, DetectionReason.Change), (closing.Source.ListVersion, closing.Reason));
        var label = Assert.Single(Assert.Single(closing.Regions).Labels);
        Assert.Equal(("open", false), (label.Label, label.On));

        _time.Advance(TimeSpan.FromMinutes(1));
        Frame(0, 0.9f, 0, 0);
        var kept = Assert.Single(Assert.Single(_published[^1].Regions).Labels);
        Assert.Equal(("short", true, since), (kept.Label, kept.On, kept.Since));
        Assert.Equal(8, _published[^1].Source.ListVersion);
    }

    [Fact]
    public void RegionsThatChange_CloseWhatTheyLack()
    {
        TurnOnOpen();
        _regions = [NamedRegion.OfFrame(16, 8)];
        Frame(0, 0);

        Assert.Equal("r1c1", Assert.Single(_published[^1].Regions).Region);
        Assert.False(_published[^1].Regions[0].Labels[0].On);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ScoreThatIsNoNumber_ChangesNothing(float score)
    {
        TurnOnOpen();
        for (var frame = 0; frame < 5; frame++)
        {
            Frame(score, score, 0, 0);
        }

        Assert.Equal(2, _published.Count);
    }

    [Fact]
    public void SteadyState_AllocatesNothing()
    {
        var decider = new CameraDecider("cam1", _options, TimeProvider.System, _published.Add);
        using var frame = _pool.Rent(16, 8);
        float[] probabilities = [0.9f, 0];
        Decide(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decide(1_000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500); // nothing a frame
        Assert.Equal(2, _published.Count);

        void Decide(int count)
        {
            for (var index = 0; index < count; index++)
            {
                decider.Begin(frame, _rules, Two);
                decider.Take(0, probabilities);
                decider.Take(1, probabilities);
                decider.End();
            }
        }
    }

    private static DecisionRules Rules(int version, params string[] labels) =>
        new(Samples.Source with { ListVersion = version }, labels, labels.Select(_ => 0.5), 0.05);

    private void TurnOnOpen()
    {
        Frame(0, 0, 0, 0);
        Frame(0.9f, 0, 0, 0);
        Frame(0.9f, 0, 0, 0);
    }

    private void Frame(params ReadOnlySpan<float> probabilities)
    {
        using var frame = _pool.Rent(16, 8);
        (frame.CapturedAt, frame.Timestamp, frame.Number) = (_time.GetUtcNow(), _time.GetTimestamp(), ++_number);
        Decide(frame, probabilities);
        _time.Advance(TimeSpan.FromMilliseconds(100));
    }

    private void Decide(Frame frame, params ReadOnlySpan<float> probabilities)
    {
        _decider ??= new CameraDecider("cam1", _options, _time, _published.Add);
        _decider.Begin(frame, _rules, _regions);
        for (var region = 0; region < _regions.Length; region++)
        {
            _decider.Take(region, probabilities.Slice(region * _rules.Count, _rules.Count));
        }

        _decider.End();
    }
}
