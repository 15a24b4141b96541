using SemanticMlr.Edge.Outbox;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Outbox;

/// <summary>A damaged outbox that cannot be set aside either: its folder is where a disk is mounted.</summary>
public sealed class FolderInTroubleTests
{
    private const int PageSize = 4_096;

    [Fact]
    public async Task DamageThatCannotBeSetAside_IsSaidOnce_AndNewMessagesGoOutFromMemory()
    {
        using var disk = new SmallDisk(8 * 1_024 * 1_024);
        using var rig = await DamagedAsync(disk);
        await UntilInTroubleAsync(rig);

        for (var number = 0; number < 10; number++)
        {
            await rig.AppendAsync(OutboxClass.State, $"s{number}");
            Assert.Equal($"s{number}", (await rig.TakeAsync(1, remove: true))[0].Message.Topic);
        }

        Assert.InRange(rig.LogLines.Count, 1, 5);
    }

    [Fact]
    public async Task BacklogThatCannotBeRead_DoesNotHoldNewMessagesBack()
    {
        using var disk = new SmallDisk(8 * 1_024 * 1_024);
        using var rig = await DamagedAsync(disk);
        await UntilInTroubleAsync(rig);

        Assert.Equal(0, rig.Health.Gauges["mlr.outbox.readable"]);
        for (var number = 0; number < 10; number++)
        {
            rig.Append(OutboxClass.Event, $"e{number}");
            Assert.Equal($"e{number}", (await rig.TakeAsync(1, remove: true))[0].Message.Topic);
        }
    }

    /// <summary>An outbox that finds damage when it reads on.</summary>
    private static async Task<OutboxRig> DamagedAsync(SmallDisk disk)
    {
        var rig = new OutboxRig(disk.Path);
        for (var number = 0; number < 2_000; number++)
        {
            rig.Append(OutboxClass.Event, $"{number}", 500);
        }

        await rig.Outbox.StoreAsync();
        rig.Close();
        await using var file = new FileStream(disk.File("outbox.db"), FileMode.Open);
        file.Position = 40 * PageSize;
        await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 20 * PageSize).ToArray(), TestContext.Current.CancellationToken);
        return rig;
    }

    private static Task UntilInTroubleAsync(OutboxRig rig) => Retry.Until("the trouble is visible", () =>
    {
        while (rig.Outbox.TryTake(out var entry))
        {
            rig.Outbox.Remove(entry);
        }

        return rig.Health.Gauges["mlr.outbox.durable"] == 0;
    });
}
