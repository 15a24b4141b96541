using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Tests.Outbox;

public sealed class MessageOutboxTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<MessagingMetrics>().BuildServiceProvider();
    private readonly OutboxOptions _options = new();
    private readonly FakeLogger<MessageOutbox> _logger = new();

    private MessagingMetrics Metrics => _services.GetRequiredService<MessagingMetrics>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void TryTake_StatesComeFirst_ThenEventsAndFramesInOrder()
    {
        var outbox = Outbox();
        Append(outbox, OutboxClass.Event, "e1");
        Append(outbox, OutboxClass.Frame, "f1");
        Append(outbox, OutboxClass.Event, "e2");
        Append(outbox, OutboxClass.State, "s1");

        Assert.Equal(["s1", "e1", "f1", "e2"], TakeAll(outbox).Select(entry => entry.Message.Topic));
        Assert.False(outbox.TryTake(out _));
        Assert.Equal(4, outbox.Count);
    }

    [Fact]
    public void ReturnTaken_BringsBackWhatWasNotRemoved_InOrder()
    {
        var outbox = Outbox();
        for (var number = 1; number <= 4; number++)
        {
            Append(outbox, OutboxClass.Event, $"e{number}");
        }

        var taken = TakeAll(outbox).Take(3).ToArray();
        outbox.Remove(taken[1]);
        Assert.Equal(3, outbox.ReturnTaken());
        Append(outbox, OutboxClass.Event, "e5");

        Assert.Equal(["e1", "e3", "e4", "e5"], TakeAll(outbox).Select(entry => entry.Message.Topic));
    }

    [Fact]
    public void Append_BeyondTheCountOfAClass_DropsItsOldestThatNobodyTook()
    {
        _options.Events.Messages = 2;
        var outbox = Outbox();
        Append(outbox, OutboxClass.Event, "e1");
        Assert.True(outbox.TryTake(out var underWay));
        Append(outbox, OutboxClass.Event, "e2");
        Append(outbox, OutboxClass.Event, "e3");
        outbox.Remove(underWay);

        Assert.Equal(["e3"], TakeAll(outbox).Select(entry => entry.Message.Topic));
        Assert.Equal(1, Metrics.EventsDropped.Value);
        Assert.Contains("The outbox is full", Assert.Single(_logger.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_BeyondTheBytesOfAllClasses_DropsPicturesBeforeEvents()
    {
        _options.TotalBytes = 1_000;
        var outbox = Outbox();
        Append(outbox, OutboxClass.Event, "e1", 400);
        Append(outbox, OutboxClass.Frame, "f1", 300);
        Append(outbox, OutboxClass.Frame, "f2", 300);
        Append(outbox, OutboxClass.Event, "e2", 400);
        Assert.Equal(2, Metrics.FramesDropped.Value);
        Append(outbox, OutboxClass.State, "s1", 400);

        Assert.Equal(["s1", "e2"], TakeAll(outbox).Select(entry => entry.Message.Topic));
        Assert.Equal(1, Metrics.EventsDropped.Value);
        Assert.Equal(0, Metrics.StatesDropped.Value);
    }

    [Fact]
    public void RunOfLosses_IsOneLineOfLog_AndTheNextRunAnother()
    {
        _options.Events.Messages = 1;
        var outbox = Outbox();
        for (var number = 0; number < 10; number++)
        {
            Append(outbox, OutboxClass.Event, "e");
        }

        Assert.Equal(9, Metrics.EventsDropped.Value);
        Assert.Single(_logger.Collector.GetSnapshot());
        Assert.True(outbox.TryTake(out var entry));
        outbox.Remove(entry);
        Append(outbox, OutboxClass.Event, "e");
        Append(outbox, OutboxClass.Event, "e");
        Assert.Equal(2, _logger.Collector.GetSnapshot().Count);
    }

    [Fact]
    public async Task TakeAsync_WaitsForAMessage()
    {
        var outbox = Outbox();
        var taking = outbox.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(taking.IsCompleted);
        Append(outbox, OutboxClass.Event, "e1");
        Assert.Equal("e1", (await taking).Message.Topic);
    }

    [Fact]
    public void Contribute_ShowsWhatWaits()
    {
        var outbox = Outbox();
        Append(outbox, OutboxClass.Frame, "f1", 300);
        var report = new HealthReport();
        outbox.Contribute(report);
        Assert.Equal((1, 300), (report.Gauges["mlr.outbox.waiting.frame"], report.Gauges["mlr.outbox.bytes.frame"]));
    }

    private static void Append(MessageOutbox outbox, OutboxClass kind, string topic, int bytes = 1) =>
        outbox.Append(new OutboxMessage { Topic = topic, Payload = new byte[bytes], Class = kind });

    private static List<OutboxEntry> TakeAll(MessageOutbox outbox)
    {
        var entries = new List<OutboxEntry>();
        while (outbox.TryTake(out var entry))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private MessageOutbox Outbox() => new(Options.Create(_options), Metrics, TimeProvider.System, _logger);
}
