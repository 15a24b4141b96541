using SemanticMlr.Faults.PowerLoss;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Faults;

public sealed class StraceFileTests
{
    [Fact]
    public void Read_JoinsCallsThatOthersInterrupted_AndLeavesOutWhatFailed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("calls"), """
            11 fsync(3<\x2f\x61> <unfinished ...>
            12 pwrite64(4<\x2f\x62>, "\x68\x69", 2, 5) = 2
            11 <... fsync resumed>) = 0
            12 openat(AT_FDCWD<\x2f>, "\x2f\x63", O_RDONLY) = -1 ENOENT (No such file or directory)
            12 +++ exited with 0 +++
            """);

        var calls = StraceFile.Read(folder.File("calls"));

        Assert.Equal([("fsync", true, false), ("pwrite64", true, true), ("fsync", false, true)], calls.Select(call => (call.Name, call.Begins, call.Ends)));
        Assert.Equal("/a", StraceFile.PathOfDescriptor(calls[0].Arguments[0]));
        Assert.Equal("hi"u8.ToArray(), StraceFile.Bytes(calls[1].Arguments[1]));
        Assert.Equal("5", calls[1].Arguments[3]);
    }
}
