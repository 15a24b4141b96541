using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Review;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.Labels;

namespace SemanticMlr.Edge.Tests.Review;

public sealed class ReviewSamplerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ReviewOptions _options = new() { Interval = TimeSpan.Zero, RandomShare = 0 };

    [Fact]
    public void Choose_NothingSpecial_TakesNothing() => Assert.Null(Sampler(0.5).Choose("cam1", Samples.Source, unsure: false));

    [Fact]
    public void Choose_Unsure_IsBand() => Assert.Equal(ReviewReason.Band, Sampler(0.5).Choose("cam1", Samples.Source, unsure: true));

    [Fact]
    public void Choose_DrawnByChance_IsRandom()
    {
        _options.RandomShare = 0.1;
        Assert.Equal(ReviewReason.Random, Sampler(0.09).Choose("cam1", Samples.Source, unsure: false));
        Assert.Null(Sampler(0.1).Choose("cam1", Samples.Source, unsure: false));
    }

    [Fact]
    public void Choose_AfterAChangeOfTheList_TakesTheFirstFramesOfEachCamera()
    {
        var sampler = Sampler(0.5);
        var newer = Samples.Source with { ListVersion = 8 };
        Assert.Null(sampler.Choose("cam1", Samples.Source, unsure: false));
        Assert.Null(sampler.Choose("cam2", Samples.Source, unsure: false));
        Assert.Equal(ReviewReason.NewList, sampler.Choose("cam1", newer, unsure: true));
        Assert.Equal(ReviewReason.NewList, sampler.Choose("cam1", newer, unsure: false));
        Assert.Null(sampler.Choose("cam1", newer, unsure: false));
        Assert.Equal(ReviewReason.NewList, sampler.Choose("cam2", newer, unsure: false));
    }

    [Fact]
    public void Choose_WithinTheInterval_SparesTheCamera_NotTheOthers()
    {
        _options.Interval = TimeSpan.FromSeconds(2);
        var sampler = Sampler(0.5);
        Assert.NotNull(sampler.Choose("cam1", Samples.Source, unsure: true));
        Assert.Null(sampler.Choose("cam1", Samples.Source, unsure: true));
        Assert.NotNull(sampler.Choose("cam2", Samples.Source, unsure: true));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(sampler.Choose("cam1", Samples.Source, unsure: true));
    }

    [Fact]
    public void Limits_HoldInEveryWindow_AndSlide()
    {
        (_options.MaxPerMinute, _options.MaxPerHour, _options.MaxPerDay) = (3, 10, 40);
        var sampler = Sampler(0.5);
        var taken = new List<TimeSpan>();
        for (var second = 0; second < 2 * 86_400; second += 5)
        {
            if (sampler.Choose("cam1", Samples.Source, unsure: true) is not null)
            {
                taken.Add(TimeSpan.FromSeconds(second));
            }

            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(3, MostWithin(taken, TimeSpan.FromMinutes(1)));
        Assert.Equal(10, MostWithin(taken, TimeSpan.FromHours(1)));
        Assert.Equal(40, MostWithin(taken, TimeSpan.FromDays(1)));
        Assert.Equal(80, taken.Count);
    }

    [Fact]
    public void LimitOfZero_TakesNothing()
    {
        _options.MaxPerHour = 0;
        Assert.Null(Sampler(0).Choose("cam1", Samples.Source, unsure: true));
    }

    [Theory]
    [InlineData(false, 0.1, 0.4)]
    [InlineData(true, 0.1, null)]
    [InlineData(false, 0.0, null)]
    public void BandOf_WithoutABandInTheList_TakesOneAroundACalibratedThreshold(bool provisional, double width, double? low) =>
        Assert.Equal(low, ReviewRules.BandOf(null, 0.5, provisional, width)?.Low);

    [Fact]
    public void BandOf_TheListRules()
    {
        var listed = new ReviewBand(0.2, 0.3);
        Assert.Same(listed, ReviewRules.BandOf(listed, 0.5, provisional: true, 0.1));
        var rules = new ReviewRules(Samples.Source, ["open", "short"], [listed, null]);
        Assert.True(rules.IsUnsure([0.25f, 0.5f]));
        Assert.False(rules.IsUnsure([0.35f, 0.25f]));
    }

    private static int MostWithin(List<TimeSpan> taken, TimeSpan window) => taken.Max(from => taken.Count(at => at >= from && at < from + window));

    private ReviewSampler Sampler(double drawn) => new(_options, _time, () => drawn);
}
