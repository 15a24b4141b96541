using SemanticMlr.Edge.Outbox;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Outbox;

/// <summary>A disk without room, and one that cannot be written.</summary>
public sealed class FullDiskTests
{
    private const int Megabyte = 1_024 * 1_024;

    [Fact]
    public async Task FullDisk_PicturesGiveWayFirst_ThenEventsByAge_StatesStay_AndTheAgentSaysSo()
    {
        using var disk = new SmallDisk(24 * Megabyte);
        using var rig = new OutboxRig(disk.File("outbox"), options =>
        {
            options.Durability = Durability.PowerLoss;
            options.ReserveBytes = 4 * Megabyte;
        });
        await rig.AppendAsync(OutboxClass.State, "first state", 1_000);
        for (var number = 0; number < 90; number++)
        {
            await rig.AppendAsync(OutboxClass.Frame, $"f{number}", 200_000);
        }

        for (var number = 0; number < 3_000; number++)
        {
            rig.Append(OutboxClass.Event, $"e{number}", 1_000);
            if (number % 50 == 0)
            {
                await rig.AppendAsync(OutboxClass.State, $"s{number}", 1_000);
            }
        }

        await rig.Outbox.StoreAsync();
        var health = rig.Health;
        Assert.True(health.Counters["mlr.outbox.dropped.frame.disk"] > 0, "no picture gave way");
        Assert.Equal(0, health.Counters["mlr.outbox.dropped.event.disk"]);
        Assert.Equal(0, rig.Metrics.StatesDropped.Value);
        Assert.Contains("is full", rig.Log, StringComparison.Ordinal);

        for (var number = 3_000; number < 40_000; number++)
        {
            rig.Append(OutboxClass.Event, $"e{number}", 1_000);
            if (number % 100 == 0)
            {
                await rig.AppendAsync(OutboxClass.State, $"s{number}", 1_000);
            }
        }

        await rig.Outbox.StoreAsync();
        health = rig.Health;
        Assert.True(health.Counters["mlr.outbox.dropped.event.disk"] > 0, "no event gave way");
        Assert.Equal(0, rig.Metrics.StatesDropped.Value);
        Assert.Equal(1, health.Gauges["mlr.outbox.disk_full"]);
        Assert.Equal(0, rig.Outbox.CountOf(OutboxClass.Frame));
        rig.Close();

        // Everything that was not counted as lost is there after a restart, the newest events among it.
        var states = (int)rig.Outbox.CountOf(OutboxClass.State);
        Assert.Equal(1 + 60 + 370, states);
        var events = (int)rig.Outbox.CountOf(OutboxClass.Event);
        Assert.Equal(40_000 - health.Counters["mlr.outbox.dropped.event.disk"], events);
        var topics = (await rig.TakeAsync(states + events, remove: true)).Select(entry => entry.Message.Topic).ToArray();
        Assert.Equal("first state", topics[0]);
        Assert.Equal("e39999", topics[^1]);
        await Retry.Until("there is room again", () =>
        {
            _ = rig.Outbox.StoreAsync();
            return rig.Health.Gauges["mlr.outbox.disk_full"] == 0;
        });
    }

    [Fact]
    public async Task DiskThatAnotherProgramFills_MessagesGoOutFromMemory_AndAreStoredOnceThereIsRoom()
    {
        using var disk = new SmallDisk(8 * Megabyte);
        using var rig = new OutboxRig(disk.File("outbox"), options => options.Durability = Durability.PowerLoss);
        await rig.AppendAsync(OutboxClass.Event, "before", 1_000);
        disk.Fill();
        for (var number = 0; number < 6_000; number++)
        {
            rig.Append(OutboxClass.Event, $"e{number}", 1_000);
        }

        await rig.AppendAsync(OutboxClass.State, "alarm", 1_000);
        await Retry.Until("the trouble is visible", () => rig.Health.Gauges["mlr.outbox.durable"] == 0);
        Assert.Equal("alarm", (await rig.TopicsAsync(1))[0]);

        disk.Empty();
        await Retry.Until("it is stored again", () => rig.Health.Gauges["mlr.outbox.durable"] == 1);
        var lost = rig.Metrics.EventsDropped.Value;
        var waiting = rig.Outbox.Count;
        Assert.Equal(6_002 - lost, waiting);
        rig.Close();
        Assert.Equal(waiting, rig.Outbox.Count);
        Assert.Equal("alarm", (await rig.TopicsAsync(1))[0]);
    }

    [Fact]
    public async Task NothingCanBeStored_MoreThanTheQueueHolds_GoesOutFromMemory_AndNoneIsLost()
    {
        using var disk = new SmallDisk(8 * Megabyte);
        using var rig = new OutboxRig(disk.File("outbox"), options => options.QueueMessages = 10);
        await rig.AppendAsync(OutboxClass.State, "before");
        await rig.TakeAsync(1, remove: true);
        disk.Fill();
        rig.Append(OutboxClass.State, "too large for what is left", 4 * Megabyte);
        await Retry.Until("the trouble is visible", () => rig.Health.Gauges["mlr.outbox.durable"] == 0);
        await rig.TakeAsync(1); // stays under way, so that no commit succeeds

        for (var number = 0; number < 100; number++)
        {
            rig.Append(OutboxClass.Event, $"e{number}");
            Assert.Equal($"e{number}", (await rig.TakeAsync(1, remove: true))[0].Message.Topic);
        }

        Assert.Equal(0, rig.Metrics.EventsDropped.Value + rig.Metrics.StatesDropped.Value);
        Assert.Equal(0, rig.Health.Gauges["mlr.outbox.queued"]);
    }

    [Fact]
    public async Task ReserveThatFindsNoRoom_IsSaid_CostsNoMessage_AndIsKeptOnceThereIsRoom()
    {
        using var disk = new SmallDisk(24 * Megabyte);
        await File.WriteAllBytesAsync(disk.File("filler"), new byte[8 * Megabyte], TestContext.Current.CancellationToken);
        using var rig = new OutboxRig(disk.File("outbox"), options => options.ReserveBytes = 10 * Megabyte);
        for (var number = 0; number < 100; number++)
        {
            await rig.AppendAsync(OutboxClass.Event, $"e{number}", 10_000);
        }

        Assert.Equal(0, rig.Metrics.EventsDropped.Value);
        Assert.Single(rig.LogLines, line => line.Contains("ReserveBytes", StringComparison.Ordinal));

        disk.Empty();
        await Retry.Until("the reserve is kept", () =>
        {
            _ = rig.Outbox.StoreAsync();
            return File.Exists(disk.File("outbox/reserve"));
        });
        Assert.Equal(100, rig.Outbox.Count);
    }

    [Fact]
    public async Task DiskThatCannotBeWritten_IsRefusedAtTheStart_WithTheSetting()
    {
        using var disk = new SmallDisk(8 * Megabyte);
        using var rig = new OutboxRig(disk.File("outbox"));
        await rig.AppendAsync(OutboxClass.Event, "before");
        rig.Close(); // an open file for writing would forbid the remount
        disk.MakeReadOnly();
        var fault = Assert.Throws<OutboxException>(() => rig.Outbox);
        Assert.False(fault.CanPass);
        Assert.Contains(disk.File("outbox"), fault.Message, StringComparison.Ordinal);
        Assert.Contains("State:Folder", fault.Message, StringComparison.Ordinal);

        disk.MakeWritable();
        Assert.Equal(1, rig.Outbox.Count);
    }
}
