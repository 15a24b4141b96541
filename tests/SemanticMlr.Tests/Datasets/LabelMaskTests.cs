using SemanticMlr.Datasets;
using SemanticMlr.Imaging;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Datasets;

public sealed class LabelMaskTests : IDisposable
{
    private static readonly string[] Labels = ["open", "short", "spur"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Single_KeepsOnePositive_AndNothingElse()
    {
        var mask = Mask(new KeepRule.OnePositive(), draw: 0.6);

        var record = Assert.Single(mask.Apply(Whole() with { Labels = ["open", "spur"] }));

        Assert.Equal(["spur"], record.Labels); // 0.6 of two
        Assert.Equal(["*"], record.Unknown);
        Assert.Equal([Truth.Unknown, Truth.Unknown, Truth.Present], TruthOf(record));
        Assert.Equal(new MaskCounts(1, 1, 0, 1, 0), Total(mask));
        Assert.Equal(0, mask.WithoutPositives);
    }

    [Fact]
    public void Single_OfASampleWithoutPositives_KeepsIt_AllUnknown()
    {
        var mask = Mask(new KeepRule.OnePositive(), draw: 0);

        var record = Assert.Single(mask.Apply(Whole() with { Labels = [] }));

        Assert.All(TruthOf(record), truth => Assert.Equal(Truth.Unknown, truth));
        Assert.Equal(1, mask.WithoutPositives);
        Assert.Equal(new MaskCounts(0, 0, 0, 3, 0), Total(mask));
    }

    [Fact]
    public void Single_DrawsEveryPositiveAboutAsOften()
    {
        var mask = Mask(new KeepRule.OnePositive(), new Random(5).NextDouble);
        var drawn = Enumerable.Range(0, 3_000).Select(_ => mask.Apply(Whole() with { Labels = Labels })[0].Labels![0]).ToLookup(label => label);

        Assert.All(Labels, label => Assert.InRange(drawn[label].Count(), 900, 1_100));
    }

    [Fact]
    public void Share_HidesPositivesAndNegativesAlike()
    {
        var mask = Mask(new KeepRule.Share(0.3), new Random(7).NextDouble);
        for (var image = 0; image < 2_000; image++)
        {
            mask.Apply(Whole() with { Labels = ["open"] });
        }

        Assert.InRange(mask.Counts[0].PositivesKept, 540, 660);
        Assert.InRange(mask.Counts[1].NegativesKept, 540, 660);
        Assert.InRange(mask.Counts[2].NegativesKept, 540, 660);
        Assert.Equal(2_000, mask.Counts[0].PositivesKept + mask.Counts[0].PositivesHidden);
    }

    [Fact]
    public void Share_KeepsNegatives_AsWhatIsNeitherListedNorUnknown()
    {
        double[] draws = [0.9, 0.1, 0.9];
        var next = 0;
        var mask = Mask(new KeepRule.Share(0.5), () => draws[next++]);

        var record = Assert.Single(mask.Apply(Whole() with { Labels = ["open"] }));

        Assert.Equal([Truth.Unknown, Truth.Absent, Truth.Unknown], TruthOf(record));
        Assert.Equal(["open", "spur"], record.Unknown);
    }

    [Fact]
    public void WhatIsUnknownAlready_StaysUnknown()
    {
        var mask = Mask(new KeepRule.Share(1), draw: 0);

        Assert.Equal([Truth.Present, Truth.Unknown, Truth.Absent], TruthOf(mask.Apply(Whole() with { Labels = ["open"], Unknown = ["short"] })[0]));
        Assert.Equal([Truth.Present, Truth.Unknown, Truth.Unknown], TruthOf(mask.Apply(Whole() with { Labels = ["open"], Unknown = ["*"] })[0]));
        Assert.Equal(new MaskCounts(2, 0, 1, 0, 3), Total(mask));
    }

    [Fact]
    public void WithAGrid_EachTileIsARecordOfItsOwn_WithItsTruthAndItsBoxes()
    {
        var mask = Mask(new KeepRule.Share(1), draw: 0, grid: new GridSize(2, 2));
        var board = Whole() with { Boxes = [new LabelledBox("open", 10, 10, 4, 4), new LabelledBox("short", 80, 80, 6, 6)] };

        var tiles = mask.Apply(board);

        Assert.Equal(4, tiles.Count);
        Assert.Equal(new PixelRectangle(50, 50, 50, 50), tiles[3].Region);
        Assert.Equal("short", Assert.Single(tiles[3].Boxes!).Label);
        Assert.Null(tiles[1].Boxes);
        var expected = new SampleCutter(Labels, new GridSize(2, 2)).Cut(board).Select(sample => sample.Labels);
        Assert.Equal(expected, tiles.Select(TruthOf));
    }

    [Fact]
    public void HiddenLabels_LeaveNoTrace()
    {
        var mask = Mask(new KeepRule.OnePositive(), draw: 0);
        var source = Whole() with { Boxes = [new LabelledBox("spur", 1, 1, 4, 4), new LabelledBox("open", 10, 10, 4, 4), new LabelledBox("outside", 5, 5, 2, 2)] };
        DatasetWriter.Write(_folder.File("masked.jsonl"), _folder.File("data.jsonl"), mask.Apply(source));

        var line = File.ReadAllText(_folder.File("masked.jsonl"));

        Assert.Contains("open", line, StringComparison.Ordinal);
        Assert.DoesNotContain("spur", line, StringComparison.Ordinal);
        Assert.DoesNotContain("outside", line, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsOutsideTheUniverse_AreUnknownEverywhere()
    {
        var mask = new LabelMask("data.jsonl", ["open"], ["short"], grid: null, new KeepRule.Share(1), () => 0);

        var record = Assert.Single(mask.Apply(Whole() with { Labels = ["open", "short"] }));

        Assert.Equal([Truth.Present, Truth.Unknown, Truth.Absent], TruthOf(record));
    }

    [Fact]
    public void Write_ToAnotherFolder_KeepsImagesAndPlainFields_AndDropsWhatCouldTell()
    {
        File.WriteAllText(_folder.File("data.jsonl"), """{"image": "images/x.png", "width": 100, "height": 100, "labels": ["open"], "clip": 3, "licence": "4", "notes": ["spur"]}""");
        var mask = Mask(new KeepRule.OnePositive(), draw: 0);
        var target = _folder.File("deep/er/masked.jsonl");

        DatasetWriter.Write(target, _folder.File("data.jsonl"), DatasetReader.Read(_folder.File("data.jsonl")).SelectMany(mask.Apply));

        var record = Assert.Single(DatasetReader.Read(target));
        Assert.Equal("../../images/x.png", record.Image);
        Assert.Equal(_folder.File("images/x.png"), Path.GetFullPath(DatasetReader.ImagePath(target, record)));
        Assert.Equal(["clip", "licence"], record.Other!.Keys.Order());
        Assert.Equal(3, record.Other["clip"].GetInt32());
    }

    [Theory]
    [InlineData("single", "single")]
    [InlineData("0.3", "0.3")]
    [InlineData("1", "1")]
    [InlineData("0", null)]
    [InlineData("1.1", null)]
    [InlineData("-0.3", null)]
    [InlineData("NaN", null)]
    [InlineData("0,3", null)]
    [InlineData("two", null)]
    public void Parse_TakesSingleOrAShare(string text, string? expected) => Assert.Equal(expected, KeepRule.Parse(text)?.ToString());

    private static DatasetRecord Whole() => new() { Image = "x.png", Width = 100, Height = 100 };

    private static IReadOnlyList<Truth> TruthOf(DatasetRecord record) => Assert.Single(new SampleCutter(Labels, grid: null).Cut(record)).Labels;

    private static MaskCounts Total(LabelMask mask) => mask.Counts.Aggregate(default(MaskCounts), MaskCounts.Add);

    private static LabelMask Mask(KeepRule rule, double draw) => Mask(rule, () => draw);

    private static LabelMask Mask(KeepRule rule, double draw, GridSize grid) => new("data.jsonl", Labels, [], grid, rule, () => draw);

    private static LabelMask Mask(KeepRule rule, Func<double> random) => new("data.jsonl", Labels, [], grid: null, rule, random);
}
