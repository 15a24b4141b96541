using SemanticMlr.Storage;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Storage;

public sealed class DurableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_TakesTheOldFilesPlace_AndLeavesNothingBeside()
    {
        var path = _folder.File("file");
        DurableFile.Write(path, "old"u8);
        DurableFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void WhereWritingFails_TheOldFileStands()
    {
        var path = _folder.File("file");
        DurableFile.Write(path, "old"u8);

        Assert.Throws<InvalidDataException>(() => DurableFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidDataException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
    }
}
