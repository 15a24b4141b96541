using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Outbox;

public sealed class MessageOutboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OutboxRig _rig;

    public MessageOutboxTests() => _rig = new OutboxRig(_folder.File("outbox"));

    public void Dispose()
    {
        _rig.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task TryTake_StatesComeFirst_ThenEventsAndFramesInOrder()
    {
        _rig.Append(OutboxClass.Event, "e1");
        _rig.Append(OutboxClass.Frame, "f1");
        _rig.Append(OutboxClass.Event, "e2");
        await _rig.AppendAsync(OutboxClass.State, "s1");

        Assert.Equal(["s1", "e1", "f1", "e2"], await _rig.TopicsAsync(4));
        Assert.False(_rig.Outbox.TryTake(out _));
        Assert.Equal(4, _rig.Outbox.Count);
    }

    [Fact]
    public async Task ReturnTaken_BringsBackWhatWasNotRemoved_InOrder()
    {
        for (var number = 1; number <= 4; number++)
        {
            _rig.Append(OutboxClass.Event, $"e{number}");
        }

        var taken = await _rig.TakeAsync(4);
        _rig.Outbox.Remove(taken[1]);
        Assert.Equal(3, _rig.Outbox.ReturnTaken());
        await _rig.AppendAsync(OutboxClass.Event, "e5");

        Assert.Equal(["e1", "e3", "e4", "e5"], await _rig.TopicsAsync(4));
    }

    [Fact]
    public async Task BytesOfAClass_DropTheOldestThatNobodyTook_ExactlyAsManyAsNeeded_AndSayWhy()
    {
        _rig.Options.Events.Bytes = 2_048;
        await _rig.AppendAsync(OutboxClass.Event, "e1", 1_000);
        var underWay = Assert.Single(await _rig.TakeAsync(1));
        await _rig.AppendAsync(OutboxClass.Event, "e2", 1_000);
        await _rig.AppendAsync(OutboxClass.Event, "e3", 1_000);
        _rig.Outbox.Remove(underWay);

        Assert.Equal(["e3"], await _rig.TopicsAsync(1));
        Assert.Equal(1, _rig.Metrics.EventsDropped.Value);
        Assert.Equal(1, _rig.Health.Counters["mlr.outbox.dropped.event.limit"]);
        Assert.Contains("the outbox is full", _rig.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BytesOfAllClasses_DropPicturesBeforeEvents()
    {
        _rig.Options.TotalBytes = 1_000;
        await _rig.AppendAsync(OutboxClass.Event, "e1", 400);
        await _rig.AppendAsync(OutboxClass.Frame, "f1", 300);
        await _rig.AppendAsync(OutboxClass.Frame, "f2", 300);
        Assert.Equal(0, _rig.Metrics.FramesDropped.Value);
        await _rig.AppendAsync(OutboxClass.Event, "e2", 400);
        Assert.Equal(2, _rig.Metrics.FramesDropped.Value);
        await _rig.AppendAsync(OutboxClass.State, "s1", 400);

        Assert.Equal(["s1", "e2"], await _rig.TopicsAsync(2));
        Assert.Equal(1, _rig.Metrics.EventsDropped.Value);
        Assert.Equal(0, _rig.Metrics.StatesDropped.Value);
        Assert.Empty(Directory.GetFiles(_folder.File("outbox/frames")));
    }

    [Fact]
    public async Task Age_DropsTheOldest_CountedWhileTheAgentRuns_WhateverTheClockSays()
    {
        var time = new JumpingTime(isFake: true);
        using var folder = new TemporaryFolder();
        using var rig = new OutboxRig(folder.Path, options => options.Events.Age = TimeSpan.FromMinutes(10), time);
        await rig.AppendAsync(OutboxClass.Event, "e1");
        time.Jump(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(4));
        await rig.AppendAsync(OutboxClass.Event, "e2");
        rig.Close();
        time.Jump(TimeSpan.FromHours(-3));
        time.Advance(TimeSpan.FromDays(2)); // switched off
        Assert.Equal(2, rig.Outbox.Count);
        time.Advance(TimeSpan.FromMinutes(7));

        await Retry.Until("the older one is dropped", () =>
        {
            rig.Outbox.StoreAsync();
            return rig.Health.Counters["mlr.outbox.dropped.event.age"] == 1;
        });
        Assert.Equal(["e2"], await rig.TopicsAsync(1));
    }

    [Fact]
    public async Task Age_DropsWhatALostConnectionGaveBack()
    {
        var time = new JumpingTime(isFake: true);
        using var folder = new TemporaryFolder();
        using var rig = new OutboxRig(folder.Path, options => options.Events.Age = TimeSpan.FromMinutes(10), time);
        for (var number = 1; number <= 3; number++)
        {
            await rig.AppendAsync(OutboxClass.Event, $"e{number}");
        }

        var entries = await rig.TakeAsync(3);
        rig.Outbox.Remove(entries[1]);
        rig.Outbox.ReturnTaken();
        time.Advance(TimeSpan.FromMinutes(11));

        await Retry.Until("both are dropped", () =>
        {
            rig.Outbox.StoreAsync();
            return rig.Health.Counters["mlr.outbox.dropped.event.age"] == 2;
        });
        Assert.Equal(0, rig.Outbox.Count);
        Assert.False(rig.Outbox.TryTake(out _));
    }

    [Fact]
    public async Task QueueThatIsFull_DropsTheCheapest_CountsIt_AndNeverBlocks()
    {
        _rig.Options.QueueMessages = 3;
        _rig.Options.GroupTime = TimeSpan.FromSeconds(10);
        _ = _rig.Outbox;
        await _rig.Outbox.StoreAsync();
        // More than the writer can take meanwhile.
        for (var number = 0; number < 20_000; number++)
        {
            _rig.Append(OutboxClass.Event, "e");
            _rig.Append(OutboxClass.State, "s");
        }

        await _rig.Outbox.StoreAsync();
        var dropped = _rig.Health.Counters["mlr.outbox.dropped.event.queue"] + _rig.Health.Counters["mlr.outbox.dropped.state.queue"];
        Assert.True(dropped > 0);
        Assert.Equal(40_000, _rig.Outbox.Count + dropped);
        var counted = _rig.Outbox.Count;
        _rig.Close();
        Assert.Equal(counted, _rig.Outbox.Count);
    }

    [Fact]
    public async Task RunOfLosses_IsOneLineOfLog_AndTheNextRunAnother()
    {
        _rig.Options.Events.Bytes = 1_024;
        for (var number = 0; number < 10; number++)
        {
            await _rig.AppendAsync(OutboxClass.Event, "e", 1_000);
        }

        Assert.Equal(9, _rig.Metrics.EventsDropped.Value);
        Assert.Single(_rig.LogLines, line => line.Contains("are lost", StringComparison.Ordinal));
        await _rig.TakeAsync(1, remove: true);
        await _rig.AppendAsync(OutboxClass.Event, "e", 1_000);
        await _rig.AppendAsync(OutboxClass.Event, "e", 1_000);
        Assert.Equal(2, _rig.LogLines.Count(line => line.Contains("are lost", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TakeAsync_WaitsForAMessage()
    {
        var taking = _rig.Outbox.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(taking.IsCompleted);
        _rig.Append(OutboxClass.Event, "e1");
        Assert.Equal("e1", (await taking).Message.Topic);
    }

    [Fact]
    public async Task Contribute_ShowsWhatWaits_HowMuch_AndHowLong()
    {
        var time = new FakeTimeProvider();
        using var folder = new TemporaryFolder();
        using var rig = new OutboxRig(folder.Path, time: time);
        await rig.AppendAsync(OutboxClass.Frame, "f1", 300);
        time.Advance(TimeSpan.FromSeconds(90));

        await Retry.Until("the age is known", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return rig.Health.Gauges["mlr.outbox.age.seconds.frame"] >= 90;
        });
        var health = rig.Health;
        Assert.Equal((1, 300), (health.Gauges["mlr.outbox.waiting.frame"], health.Gauges["mlr.outbox.bytes.frame"]));
        Assert.Equal((1, 1, 0), (health.Gauges["mlr.outbox.durable"], health.Gauges["mlr.outbox.readable"], health.Gauges["mlr.outbox.disk_full"]));
        Assert.Equal(0, health.Counters["mlr.outbox.dropped.state.damaged"]);
    }
}
