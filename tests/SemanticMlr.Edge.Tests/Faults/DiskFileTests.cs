using SemanticMlr.Faults.PowerLoss;

namespace SemanticMlr.Edge.Tests.Faults;

public sealed class DiskFileTests
{
    [Fact]
    public void After_LosesWhatWasNotFlushed_OrKeepsThePartsThatAreChosen()
    {
        var file = new DiskFile();
        file.Write(0, [1, 2, 3]);
        file.Flush(file.Pending);
        file.Write(1, [9]);
        file.Truncate(2);
        file.Write(3, [7]);

        Assert.Equal([1, 2, 3], file.After(() => false));
        Assert.Equal([1, 9, 0, 7], file.After(() => true));
        var turn = 0;
        Assert.Equal([1, 2, 3, 7], file.After(() => turn++ == 2));
        file.Flush(2);
        Assert.Equal([1, 9], file.After(() => false));
    }
}
