using System.Text.Json.Nodes;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.EndToEnd;

/// <summary>The agent killed while it fills its outbox: what its ledger names as stored reaches the subscriber after the next start.</summary>
public sealed class HardEndTests
{
    [Fact]
    public async Task KilledAgent_LosesNothingThatWasStored_AndEndsInOrderWithEverythingOnDisk()
    {
        using var folder = new TemporaryFolder();
        var port = Mosquitto.FreePort();
        for (var kill = 0; kill < 2; kill++)
        {
            await using var agent = AgentProcess.StartIn(folder.File("state"), Configuration(port, folder));
            var before = Stored(folder).Count;
            await Retry.Until("messages are stored", () => Stored(folder).Count > before + 20 + (kill * 7), TimeSpan.FromSeconds(60));
            await agent.KillAsync();
        }

        await using (var agent = AgentProcess.StartIn(folder.File("state"), Configuration(port, folder)))
        {
            var before = Stored(folder).Count;
            await Retry.Until("messages are stored", () => Stored(folder).Count > before + 5, TimeSpan.FromSeconds(60));
            Assert.Equal(0, await agent.StopAsync()); // without a broker
        }

        var expected = Stored(folder);
        await using var broker = await Mosquitto.StartAsync(port: port);
        await using var subscriber = await Subscriber.ConnectAsync(port);
        await using var last = AgentProcess.StartIn(folder.File("state"), Configuration(port, folder));

        await Retry.Until(
            "everything that was stored arrives",
            () =>
            {
                expected.ExceptWith(Delivered(subscriber));
                return expected.Count == 0;
            },
            TimeSpan.FromSeconds(60));
        Assert.Equal(0, await last.StopAsync());
        Assert.Empty(subscriber.Faults);
    }

    /// <summary>Epoch, class, camera and number of every message that a commit stored.</summary>
    private static HashSet<(string Epoch, string Class, string Camera, long Number)> Stored(TemporaryFolder folder)
    {
        var stored = new HashSet<(string, string, string, long)>();
        foreach (var words in File.Exists(folder.File("ledger")) ? File.ReadLines(folder.File("ledger")).Select(line => line.Split(' ')) : [])
        {
            Assert.Equal((6, "stored"), (words.Length, words[0]));
            for (var number = long.Parse(words[4], null); number <= long.Parse(words[5], null); number++)
            {
                stored.Add((words[1], words[2], words[3], number));
            }
        }

        return stored;
    }

    private static IEnumerable<(string Epoch, string Class, string Camera, long Number)> Delivered(Subscriber subscriber)
    {
        foreach (var message in subscriber.Messages.Where(message => message.Topic.Contains("/camera/cam1/", StringComparison.Ordinal)))
        {
            if (message.ContentType == "application/json")
            {
                var json = Subscriber.Json(message);
                yield return (
                    $"{json.GetProperty("epoch").GetInt64()}", message.Topic.EndsWith("/state", StringComparison.Ordinal) ? "state" : "event", "cam1", json.GetProperty("seq").GetInt64());
            }
            else
            {
                var properties = message.UserProperties.ToDictionary(each => each.Name, Subscriber.Text);
                yield return (properties["epoch"], "frame", "cam1", long.Parse(properties["seq"], null));
            }
        }
    }

    private static JsonObject Configuration(int port, TemporaryFolder folder) => new()
    {
        ["Recognition"] = new JsonObject { ["Bundle"] = "models/pcb-defects", ["Inference"] = new JsonObject { ["Threads"] = 1 } },
        ["Capture"] = new JsonObject
        {
            ["Cameras"] = new JsonArray(new JsonObject { ["Name"] = "cam1", ["Source"] = "sim:pcb?seed=1000003&rate=30", ["Regions"] = "3x3" }),
        },
        ["Decisions"] = new JsonObject { ["Publish"] = "EveryFrame" },
        ["Review"] = new JsonObject { ["RandomShare"] = 0.2, ["Interval"] = "00:00:00.100", ["MaxPerMinute"] = 600, ["MaxPerHour"] = 6_000 },
        ["Outbox"] = new JsonObject { ["LedgerFile"] = folder.File("ledger") },
        ["Mqtt"] = new JsonObject { ["Host"] = "127.0.0.1", ["Port"] = port },
    };
}
