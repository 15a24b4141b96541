using OpenCvSharp;
using SemanticMlr.Training.Data;

namespace SemanticMlr.Training.Tests.Data;

public sealed class HiddenLabelsTests
{
    /// <summary>In a 2 x 2 grid over 120 pixels: two dots and a cross in the first tile, a cross in the second, nothing else.</summary>
    private static readonly Defect[] Defects = [new(0, 10, 10), new(0, 50, 50), new(1, 30, 30), new(1, 70, 10)];

    [Theory]
    [InlineData(null)]
    [InlineData("all")]
    public void Without_a_rule_every_box_stays(string? keep) => Assert.Equal(Defects, Hidden(keep, seed: 3));

    [Fact]
    public void A_single_label_a_tile_keeps_all_of_its_boxes_and_each_label_has_its_chance()
    {
        var kept = Enumerable.Range(0, 40).Select(seed => Hidden("single", seed)).ToList();

        Assert.All(kept, defects => Assert.Contains(Defects[3], defects));
        Assert.All(kept, defects => Assert.True(defects is [_, _, _] or [_, _], "both dots and the other cross, or both crosses"));
        Assert.InRange(kept.Count(defects => defects.Count == 3), 8, 32);
        Assert.Equal(Hidden("single", 5), Hidden("single", 5));
    }

    [Fact]
    public void A_share_keeps_each_label_of_a_tile_with_its_probability()
    {
        var kept = Enumerable.Range(0, 400).Sum(seed => Hidden("0.3", seed).Count(defect => defect == Defects[3]));

        Assert.InRange(kept, 90, 150);
    }

    private static IReadOnlyList<Defect> Hidden(string? keep, int seed)
    {
        using var brightness = new Mat(120, 120, MatType.CV_8UC1);
        return HiddenLabels.Hide([new BoardImage("a000.png", "a", brightness, Defects)], TinyRecipe.Create() with { Keep = keep, Seed = seed })[0].Defects;
    }
}
