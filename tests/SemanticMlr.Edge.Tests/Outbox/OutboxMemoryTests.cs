using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Tests.Outbox;

public sealed class OutboxMemoryTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();
    private readonly OutboxMemory _memory;

    public OutboxMemoryTests()
    {
        var drops = new OutboxDrops(_services.GetRequiredService<IMeterFactory>(), _services.GetRequiredService<MessagingMetrics>(), NullLogger.Instance);
        _memory = new OutboxMemory(new OutboxOptions(), new OutboxClock(TimeProvider.System), drops, TimeProvider.System)
        {
            Staging = { IsVolatile = true },
        };
    }

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MessageThatWentOutFromMemory_AndWasNeverStored_LeavesNothingToDelete(bool duringTheCommit)
    {
        var entry = AppendAndTake();
        var group = _memory.Staging.Collect(out _);
        if (duringTheCommit)
        {
            _memory.Remove(entry);
        }

        _memory.Staging.NotStored(group, TimeSpan.Zero);
        if (!duringTheCommit)
        {
            _memory.Remove(entry);
        }

        group = _memory.Staging.Collect(out _);
        Assert.Empty(group.Removed);
        Assert.Empty(group.Entries);
    }

    [Fact]
    public void MessageThatWasAcknowledgedDuringItsCommit_IsDeletedWithTheNextOne_AlsoAfterAFailure()
    {
        var entry = AppendAndTake();
        var group = _memory.Staging.Collect(out _);
        _memory.Remove(entry);
        _memory.Staging.Stored(group, []);

        _memory.Staging.NotStored(_memory.Staging.Collect(out _), TimeSpan.Zero);

        Assert.Equal([(OutboxClass.Event, entry.Place)], _memory.Staging.Collect(out _).Removed);
    }

    private OutboxEntry AppendAndTake()
    {
        _memory.Append(new OutboxMessage { Topic = "e", Payload = [1], Class = OutboxClass.Event });
        return _memory.TryTake(_ => true)!;
    }
}
