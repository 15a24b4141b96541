using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Tests.Evaluation;

public sealed class PairedBootstrapTests
{
    private static readonly Truth[] Truths = [Truth.Present, Truth.Absent, Truth.Present, Truth.Absent];

    [Fact]
    public void The_difference_is_that_of_the_mean_average_precisions()
    {
        // Ranked right: AP 1. With both negatives first: (1/3 + 2/4) / 2.
        var (difference, interval) = PairedBootstrap.Of([(Table(4, 1, 3, 2), Table(2, 4, 1, 3))], [0], name => name, new Random(1).NextDouble);

        Assert.Equal(1 - (1.0 / 3 + 2.0 / 4) / 2, difference, 1e-12);
        Assert.True(interval.Low < difference && difference < interval.High, $"{interval}");
    }

    [Fact]
    public void A_system_against_itself_has_no_difference_and_no_spread()
    {
        var (difference, interval) = PairedBootstrap.Of([(Table(4, 1, 3, 2), Table(4, 1, 3, 2))], [0], name => name, new Random(1).NextDouble);

        Assert.Equal((0, 0, 0), (difference, interval.Low, interval.High));
    }

    [Fact]
    public void Samples_of_one_image_are_drawn_together()
    {
        // All four samples are one image: every draw is the whole set again.
        var (difference, interval) = PairedBootstrap.Of([(Table(4, 1, 3, 2), Table(2, 4, 1, 3))], [0], _ => "one", new Random(1).NextDouble);

        Assert.Equal(difference, interval.Low, 1e-12);
        Assert.Equal(difference, interval.High, 1e-12);
    }

    [Fact]
    public void More_seeds_on_the_same_images_do_not_narrow_the_interval()
    {
        (EvaluationTable, EvaluationTable) pair = (Table(4, 1, 3, 2), Table(2, 4, 1, 3));

        var one = PairedBootstrap.Of([pair], [0], name => name, new Random(1).NextDouble).Interval;
        var three = PairedBootstrap.Of([pair, pair, pair], [0], name => name, new Random(1).NextDouble).Interval;

        Assert.Equal(one.Low, three.Low, 1e-12);
        Assert.Equal(one.High, three.High, 1e-12);
    }

    [Fact]
    public void Tables_of_other_samples_are_refused()
    {
        var other = new EvaluationTable(["open"]);
        other.BeginImage("elsewhere");
        other.Add([1], [1], [Truth.Present]);

        Assert.Throws<ArgumentException>(() => PairedBootstrap.Of([(Table(1, 2, 3, 4), other)], [0], name => name, new Random(1).NextDouble));
    }

    private static EvaluationTable Table(params float[] scores)
    {
        var table = new EvaluationTable(["open"]);
        foreach (var (index, score) in scores.Index())
        {
            table.BeginImage($"{index}");
            table.Add([score], [score], [Truths[index]]);
        }

        return table;
    }
}
