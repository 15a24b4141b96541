using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Tests.Capture;

public sealed class FrameRhythmTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly FrameRhythm _rhythm;

    public FrameRhythmTests() => _rhythm = new FrameRhythm(_time);

    [Fact]
    public void NothingIsDue_BeforeTheSecondFrame()
    {
        Assert.False(_rhythm.IsDueWithin(Wait));
        Frame(after: 0);
        Assert.False(_rhythm.IsDueWithin(Wait));
    }

    [Theory]
    [InlineData(94, false)]
    [InlineData(95, true)]
    [InlineData(105, true)]
    [InlineData(106, false)]
    public void AFrameIsDue_AroundItsTime(int since, bool isDue)
    {
        Frame(after: 0);
        Frame(after: 100);
        _time.Advance(TimeSpan.FromMilliseconds(since));

        Assert.Equal(isDue, _rhythm.IsDueWithin(Wait));
    }

    [Fact]
    public void AfterALostFrame_TheRhythmIsFoundAgain()
    {
        Frame(after: 0);
        Frame(after: 100);
        Frame(after: 200);
        for (var frame = 0; frame < 12; frame++)
        {
            Frame(after: 100);
        }

        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(_rhythm.IsDueWithin(Wait));
    }

    private void Frame(int after)
    {
        _time.Advance(TimeSpan.FromMilliseconds(after));
        _rhythm.Add(_time.GetTimestamp());
    }
}
