using System.Globalization;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Outbox;

/// <summary>What outlives the end of the process, and what a broken disk does.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Durability.PowerLoss)]
    [InlineData(Durability.ProcessCrash)]
    public async Task Restart_BringsBackEveryFieldOfWhatWasNotRemoved_InOrder(Durability durability)
    {
        using var rig = Rig(options => options.Durability = durability);
        var picture = Enumerable.Range(0, 200_000).Select(index => (byte)index).ToArray();
        var full = new OutboxMessage
        {
            Topic = "a/frame",
            Payload = picture,
            Class = OutboxClass.Frame,
            ContentType = "image/jpeg",
            Retain = true,
            Expiry = TimeSpan.FromMinutes(5),
            Camera = "cam1",
            Epoch = 7,
            Number = 12,
            CorrelationData = [1, 0, 2],
            Properties = [new("id", "ü\"x"), new("sha256", "")],
        };
        rig.Append(OutboxClass.Event, "e1");
        rig.Append(OutboxClass.Event, "e2");
        rig.Outbox.Append(full);
        await rig.Outbox.StoreAsync();
        rig.Outbox.Remove((await rig.TakeAsync(1))[0]);
        rig.Close();

        Assert.Equal(2, rig.Outbox.Count);
        Assert.Equal(200_000, rig.Health.Gauges["mlr.outbox.bytes.frame"]);
        var entries = await rig.TakeAsync(2);
        Assert.Equal("e2", entries[0].Message.Topic);
        var back = entries[1].Message;
        Assert.Equal(picture, back.Payload);
        Assert.Equal(full.Properties, back.Properties);
        Assert.Equal(full.CorrelationData, back.CorrelationData);
        Assert.Equal(full with { Payload = [], Properties = [], CorrelationData = null }, back with { Payload = [], Properties = full.Properties.Take(0).ToArray(), CorrelationData = null });
        rig.Append(OutboxClass.Event, "e3");
        var later = await rig.TakeAsync(1);
        Assert.True(later[0].Place > entries[1].Place);
    }

    [Fact]
    public async Task Backlog_BeyondMemory_ComesOutOldestFirst_AlsoWhileMoreComes()
    {
        using var rig = Rig();
        for (var number = 1; number <= 5_000; number++)
        {
            rig.Append(OutboxClass.Event, $"{number}");
        }

        await rig.Outbox.StoreAsync();
        rig.Close();
        for (var number = 5_001; number <= 6_000; number++)
        {
            rig.Append(OutboxClass.Event, $"{number}");
        }

        Assert.Equal(Enumerable.Range(1, 6_000).Select(number => $"{number}"), (await rig.TakeAsync(6_000, remove: true)).Select(entry => entry.Message.Topic));
        Assert.Equal(0, rig.Outbox.Count);
        rig.Close();
        Assert.Equal(0, rig.Outbox.Count);
    }

    [Fact]
    public async Task Ledger_NamesWhatWasStoredAndDropped_ByEpochClassAndCamera()
    {
        using var rig = Rig(options =>
        {
            options.LedgerFile = _folder.File("ledger");
            options.GroupTime = TimeSpan.FromSeconds(10); // all of it in one commit
            options.Events.Bytes = 1_024;
        });
        for (var number = 1; number <= 3; number++)
        {
            rig.Outbox.Append(new OutboxMessage
            {
                Topic = "t",
                Payload = new byte[500],
                Class = OutboxClass.Event,
                Camera = "cam 1",
                Epoch = 41,
                Number = number,
            });
        }

        await rig.Outbox.StoreAsync();
        Assert.Equal(["stored 41 event cam 1 1 3", "dropped 41 event cam 1 1 1"], await File.ReadAllLinesAsync(_folder.File("ledger"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ledger_NamesWhatTheQueueDropped_AndAPictureThatIsGone()
    {
        using var rig = Rig(options =>
        {
            options.LedgerFile = _folder.File("ledger");
            options.GroupTime = TimeSpan.FromSeconds(10);
        });
        Append(OutboxClass.Frame, 1);
        await rig.Outbox.StoreAsync();
        rig.Close();
        File.Delete(Directory.GetFiles(_folder.File("outbox/frames")).Single());
        rig.Options.QueueMessages = 1;
        _ = rig.Outbox;
        await Retry.Until("it is missed", () => rig.Health.Counters["mlr.outbox.dropped.frame.damaged"] == 1);
        for (var number = 1; number <= 1_000; number++)
        {
            Append(OutboxClass.Event, number);
        }

        await rig.Outbox.StoreAsync();
        var lines = await File.ReadAllLinesAsync(_folder.File("ledger"), TestContext.Current.CancellationToken);
        Assert.Equal("stored 41 frame cam 1 1 1", lines[0]);
        Assert.Contains("dropped 41 frame cam 1 1 1", lines);
        var dropped = lines.Where(line => line.StartsWith("dropped 41 event", StringComparison.Ordinal)).Select(line => line.Split(' ')[^2..])
            .SelectMany(run => Enumerable.Range(int.Parse(run[0], CultureInfo.InvariantCulture), int.Parse(run[1], CultureInfo.InvariantCulture) - int.Parse(run[0], CultureInfo.InvariantCulture) + 1)).ToArray();
        Assert.NotEmpty(dropped);
        Assert.Equal(rig.Health.Counters["mlr.outbox.dropped.event.queue"], dropped.Distinct().Count());

        void Append(OutboxClass kind, long number) => rig.Outbox.Append(
            new OutboxMessage { Topic = "t", Payload = new byte[10], Class = kind, Camera = "cam 1", Epoch = 41, Number = number });
    }

    [Fact]
    public async Task HardEnd_LeavesFilesThatNoMessageNames_WhichAreSwept()
    {
        using var rig = Rig();
        await rig.AppendAsync(OutboxClass.Frame, "f1", 10);
        rig.Close();
        var frames = _folder.File("outbox/frames");
        var kept = Assert.Single(Directory.GetFiles(frames));
        await File.WriteAllTextAsync(Path.Combine(frames, "0000000000000000000.frame"), "orphan", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(frames, "0000000000000000009.tmp"), "half", TestContext.Current.CancellationToken);

        Assert.Equal(["f1"], await rig.TopicsAsync(1));
        await Retry.Until("they are swept", () => Directory.GetFiles(frames).SequenceEqual([kept]));
    }

    [Fact]
    public async Task PictureThatIsGone_IsCounted_AndStopsNothingBehindIt()
    {
        using var rig = Rig();
        rig.Append(OutboxClass.Frame, "f1", 10);
        await rig.AppendAsync(OutboxClass.Frame, "f2", 10);
        rig.Close();
        File.Delete(Directory.GetFiles(_folder.File("outbox/frames")).Order(StringComparer.Ordinal).First());

        Assert.Equal(["f2"], await rig.TopicsAsync(1));
        Assert.Equal(1, rig.Health.Counters["mlr.outbox.dropped.frame.damaged"]);
        Assert.Equal(1, rig.Outbox.Count);
    }

    [Theory]
    [InlineData(0)] // the header
    [InlineData(40)] // a page of messages
    public async Task DamagedDatabase_IsSetAsideAndNamed_AndAFreshOneBegins(int page)
    {
        using var rig = Rig();
        for (var number = 0; number < 2_000; number++)
        {
            rig.Append(OutboxClass.Event, $"{number}", 500);
        }

        await rig.Outbox.StoreAsync();
        rig.Close();
        await Damage(page, pages: 20);

        _ = rig.Outbox;
        await Retry.Until("it is set aside", () =>
        {
            while (rig.Outbox.TryTake(out var entry))
            {
                rig.Outbox.Remove(entry);
            }

            return rig.Log.Contains("was set aside", StringComparison.Ordinal);
        });
        var aside = Assert.Single(Directory.GetDirectories(_folder.Path, "outbox.damaged-*"));
        Assert.True(File.Exists(Path.Combine(aside, "outbox.db")));
        Assert.Contains(aside, rig.Log, StringComparison.Ordinal);
        await rig.AppendAsync(OutboxClass.Event, "after");
        await Retry.Until("new messages go out", () => rig.Outbox.TryTake(out var entry) && entry.Message.Topic == "after");
        rig.Close();
        Assert.Equal(1, rig.Outbox.Count);
    }

    [Fact]
    public void DatabaseOfANewerVersion_IsRefused_AndLeftAsItIs()
    {
        using var rig = Rig();
        _ = rig.Outbox;
        rig.Close();
        Sql("PRAGMA user_version = 2");

        var fault = Assert.Throws<OutboxException>(() => rig.Outbox);
        Assert.False(fault.CanPass);
        Assert.Contains("newer version", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2L, Sql("PRAGMA user_version"));
    }

    [Fact]
    public void DatabaseOfSomeoneElse_IsRefused()
    {
        Directory.CreateDirectory(_folder.File("outbox"));
        Sql("CREATE TABLE theirs (x)");
        using var rig = Rig();
        Assert.Contains("no outbox", Assert.Throws<OutboxException>(() => rig.Outbox).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderInUse_IsRefused()
    {
        using var rig = Rig();
        _ = rig.Outbox;
        using var second = Rig();
        var fault = Assert.Throws<OutboxException>(() => second.Outbox);
        Assert.Contains("in use by another process", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.CanPass);
    }

    [Fact]
    public void FolderThatIsAFile_IsRefused_WithTheSetting()
    {
        File.WriteAllText(_folder.File("outbox"), "");
        using var rig = Rig();
        var fault = Assert.Throws<OutboxException>(() => rig.Outbox);
        Assert.False(fault.CanPass);
        Assert.Contains("State:Folder", fault.Message, StringComparison.Ordinal);
    }

    private OutboxRig Rig(Action<OutboxOptions>? configure = null) => new(_folder.File("outbox"), configure);

    private object? Sql(string text)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File("outbox/outbox.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private async Task Damage(int page, int pages)
    {
        const int PageSize = 4_096;
        await using var file = new FileStream(_folder.File("outbox/outbox.db"), FileMode.Open);
        Assert.True(file.Length > (page + pages) * PageSize);
        file.Position = page * PageSize;
        await file.WriteAsync(Enumerable.Repeat((byte)0xA5, pages * PageSize).ToArray(), TestContext.Current.CancellationToken);
    }
}
