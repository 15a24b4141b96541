using SemanticMlr.Datasets;
using SemanticMlr.Imaging;

namespace SemanticMlr.Tests.Datasets;

public sealed class SampleCutterTests
{
    private static readonly string[] Labels = ["open", "short"];
    private static readonly GridSize Grid = new(3, 3);
    private static readonly DatasetRecord Board = new() { Image = "x.png", Width = 640, Height = 640 };

    [Fact]
    public void ABox_BelongsToTheTileOfItsCentre()
    {
        var samples = Cut(Board with { Boxes = [new LabelledBox("open", 200, 0, 30, 30)] });

        Assert.Equal(9, samples.Count);
        Assert.Equal("r1c2", Assert.Single(samples, sample => sample.Labels[0] == Truth.Present).Region.Name);
        Assert.All(samples, sample => Assert.Equal(Truth.Absent, sample.Labels[1]));
    }

    [Fact]
    public void WithoutAGrid_TheWholeImageHasAllLabels()
    {
        var sample = Assert.Single(new SampleCutter(Labels, null).Cut(Board with { Boxes = [new LabelledBox("short", 0, 0, 9, 9)] }));

        Assert.Equal(NamedRegion.OfFrame(640, 640), sample.Region);
        Assert.Equal([Truth.Absent, Truth.Present], sample.Labels);
    }

    [Fact]
    public void LabelsWithoutBoxes_AreNotCut() =>
        Assert.Equal([Truth.Present, Truth.Absent], Assert.Single(Cut(Board with { Labels = ["open"] })).Labels);

    [Fact]
    public void NoLabelsAtAll_AreAbsentOnEveryTile() => Assert.Equal(9, Cut(Board with { Labels = [], Boxes = [] }).Count);

    [Fact]
    public void ALabelWithoutABox_IsUnknownOnTiles_AndABoxThatLabelsDenyDoesNotCount()
    {
        var samples = Cut(Board with { Labels = ["open", "spur"], Boxes = [new LabelledBox("short", 0, 0, 9, 9), new LabelledBox("spur", 0, 0, 9, 9)] });

        Assert.Equal(9, samples.Count);
        Assert.All(samples, sample => Assert.Equal([Truth.Unknown, Truth.Absent], sample.Labels));
    }

    [Fact]
    public void UnknownLabels_AreUnknown_UnlessListed()
    {
        Assert.Equal([Truth.Present, Truth.Unknown], Assert.Single(Cut(Board with { Labels = ["open"], Unknown = ["*"] })).Labels);
        Assert.Equal([Truth.Unknown, Truth.Absent], Assert.Single(Cut(Board with { Labels = [], Unknown = ["open"] })).Labels);
    }

    [Fact]
    public void ARegion_IsOneSample_EvenWithAGrid()
    {
        var part = new PixelRectangle(100, 100, 50, 50);
        var sample = Assert.Single(Cut(Board with { Region = part, Boxes = [new LabelledBox("open", 110, 110, 8, 8), new LabelledBox("short", 0, 0, 8, 8)] }));

        Assert.Equal(part, sample.Region.Rectangle);
        Assert.Equal([Truth.Present, Truth.Absent], sample.Labels);
        Assert.Equal([Truth.Absent, Truth.Present], Assert.Single(Cut(Board with { Region = part, Labels = ["short"] })).Labels);
    }

    private static IReadOnlyList<SampleTruth> Cut(DatasetRecord record) => new SampleCutter(Labels, Grid).Cut(record);
}
