using SemanticMlr.Datasets;
using SemanticMlr.Imaging;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Datasets;

public sealed class DatasetReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfRecords_TakesWhatIsThere_AndIgnoresOtherFields()
    {
        var records = Read("""
            {"image": "a.jpg", "width": 640, "height": 480, "labels": ["open"], "clip": 7}

            {"image": "b.jpg", "width": 640, "height": 480, "boxes": [{"label": "open", "x": 1, "y": 2, "width": 4, "height": 8}], "unknown": ["spur"], "region": {"x": 0, "y": 0, "width": 320, "height": 480}}
            """);

        Assert.Empty(records[0].Unknown);
        Assert.Null(records[0].Boxes);
        Assert.Equal((3.0, 6.0), (records[1].Boxes![0].CentreX, records[1].Boxes![0].CentreY));
        Assert.Equal(new PixelRectangle(0, 0, 320, 480), records[1].Region);
        Assert.Equal(_folder.File("b.jpg"), DatasetReader.ImagePath(_folder.File("d.jsonl"), records[1]));
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("null", "line 1: expected an object, found null")]
    [InlineData("{\"image\": \"a.jpg\", \"width\": 1}", "line 1")]
    [InlineData("{\"image\": \"\", \"width\": 1, \"height\": 1, \"labels\": []}", "line 1: \"image\" is empty")]
    [InlineData("{\"image\": \"a\", \"width\": 0, \"height\": 1, \"labels\": []}", "line 1: \"width\" and \"height\" must be positive, found 0 x 1")]
    [InlineData("{\"image\": \"a\", \"width\": 9, \"height\": 9}", "line 1: neither \"labels\" nor \"boxes\" nor \"unknown\" is there")]
    [InlineData("{\"image\": \"a\", \"width\": 9, \"height\": 9, \"labels\": [], \"region\": {\"x\": 5, \"y\": 0, \"width\": 5, \"height\": 1}}", "line 1: \"region\"")]
    [InlineData("", "holds no records")]
    public void Read_OfFaultyRecords_NamesFileLineAndFault(string line, string fault)
    {
        var exception = Assert.Throws<DatasetException>(() => Read(line));

        Assert.StartsWith(_folder.File("d.jsonl"), exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<DatasetRecord> Read(string content)
    {
        File.WriteAllText(_folder.File("d.jsonl"), content);
        return DatasetReader.Read(_folder.File("d.jsonl"));
    }
}
