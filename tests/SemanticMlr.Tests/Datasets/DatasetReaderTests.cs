using SemanticMlr.Datasets;
using SemanticMlr.Imaging;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Datasets;

public sealed class DatasetReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfALineWithBoxes_LeavesTheRestEmpty()
    {
        var record = Assert.Single(Read("""{"image": "a/x.jpg", "width": 640, "height": 480, "boxes": [{"label": "open", "x": 1, "y": 2.5, "width": 3, "height": 4}], "clip": 7}"""));

        Assert.Equal(new LabelledBox("open", 1, 2.5, 3, 4), Assert.Single(record.Boxes!));
        Assert.Null(record.Labels);
        Assert.Null(record.Region);
        Assert.Empty(record.Unknown);
        Assert.Equal(_folder.File("a/x.jpg"), DatasetReader.ImagePath(_folder.File("data.jsonl"), record));
    }

    [Fact]
    public void Read_OfAPartWithUnknownLabels_KeepsThem()
    {
        var record = Assert.Single(Read("""{"image": "x.jpg", "width": 64, "height": 48, "labels": [], "unknown": ["*"], "region": {"x": 4, "y": 0, "width": 60, "height": 48}}""", ""));

        Assert.Equal(["*"], record.Unknown);
        Assert.Equal(new PixelRectangle(4, 0, 60, 48), record.Region);
    }

    [Theory]
    [InlineData("""{"width": 64, "height": 48, "labels": []}""", "image")]
    [InlineData("""{"image": "", "width": 64, "height": 48, "labels": []}""", "\"image\" is empty")]
    [InlineData("""{"image": "x", "width": 0, "height": 48, "labels": []}""", "must be positive")]
    [InlineData("""{"image": "x", "width": 64, "height": 48}""", "neither")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "labels": [], "region": {"x": 9, "y": 0, "width": 60, "height": 48}}""", "does not lie inside")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "labels": null, "unknown": null}""", "nknown")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "boxes": [{"label": "a", "x": 1, "y": 1, "width": 3, "hight": 4}]}""", "height")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "boxes": [{"label": "a", "x": 1, "width": 3, "height": 4}]}""", "'y'")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "boxes": [null]}""", "\"boxes[0]\" is null")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "boxes": [{"label": "", "x": 1, "y": 1, "width": 3, "height": 4}]}""", "\"boxes[0].label\" is empty")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "boxes": [{"label": "a", "x": 1, "y": 1, "width": 0, "height": 4}]}""", "\"boxes[0]\" must have positive sides, found 0 x 4")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "boxes": [{"label": "a", "x": 1, "y": 1, "width": 3, "height": -4}]}""", "found 3 x -4")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "boxes": [{"label": "a", "x": 62, "y": 1, "width": 4, "height": 4}]}""", "the centre of \"boxes[0]\" (64, 3) does not lie inside 64 x 48")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "labels": ["a", null]}""", "\"labels[1]\" is null")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "labels": [" "]}""", "\"labels[0]\" is empty")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "labels": [], "unknown": [null]}""", "\"unknown[0]\" is null")]
    [InlineData("""{"image": "x", "width": 64, "height": 48, "labels": [], "region": {"y": 0, "width": 6, "height": 4}}""", "'x'")]
    [InlineData("null", "found null")]
    [InlineData("{", "line 1")]
    public void Read_OfAFaultyLine_NamesFileLineAndFault(string line, string expected)
    {
        var message = Assert.Throws<DatasetException>(() => Read(line)).Message;

        Assert.Contains("data.jsonl, line 1", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfSeveralFaults_ListsThemAll()
    {
        var message = Assert.Throws<DatasetException>(() => Read("{", """{"image": "x", "width": 1, "height": 1, "labels": []}""", "[]")).Message;

        Assert.Contains("line 1", message, StringComparison.Ordinal);
        Assert.Contains("line 3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAnEmptyFile_SaysWhatIsExpected() =>
        Assert.Contains("holds no records", Assert.Throws<DatasetException>(() => Read()).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_OfBytesThatAreNoText_NamesTheFile()
    {
        File.WriteAllBytes(_folder.File("data.jsonl"), [0xFF, 0xFE, 0x00, 0xC3, 0x28]);

        Assert.Contains("data.jsonl", Assert.Throws<DatasetException>(() => DatasetReader.Read(_folder.File("data.jsonl"))).Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<DatasetRecord> Read(params string[] lines)
    {
        File.WriteAllLines(_folder.File("data.jsonl"), lines);
        return DatasetReader.Read(_folder.File("data.jsonl"));
    }
}
