using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Outbox;

public sealed class AgentEpochTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Value_RisesByOneWithEveryStart()
    {
        var folder = _folder.File("new/state");
        Assert.Equal([1, 2, 3], new[] { Start(folder), Start(folder), Start(folder) });
    }

    [Fact]
    public void DamagedCounter_GoesOnFromTheTime_WhichIsLarger()
    {
        File.WriteAllText(_folder.File("epoch"), "forty");
        Assert.Equal(1_800_000_000, Start(_folder.Path));
        Assert.Equal(1_800_000_001, Start(_folder.Path));
    }

    [Fact]
    public void FolderThatCannotBeWritten_GivesTheTime()
    {
        File.WriteAllText(_folder.File("file"), "");
        Assert.Equal(1_800_000_000, Start(_folder.File("file/state")));
    }

    private long Start(string folder) =>
        new AgentEpoch(Options.Create(new StateOptions { Folder = folder }), _time, NullLogger<AgentEpoch>.Instance).Value;
}
