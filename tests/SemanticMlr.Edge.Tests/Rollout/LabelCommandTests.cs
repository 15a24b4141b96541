using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>The verbs about label lists, over a real broker.</summary>
public sealed class LabelCommandTests
{
    private static readonly int[] WrongVersions = [3, 5, 2, int.MaxValue];
    private static readonly string[] LabelsOfDryRun = ["pen", "short", "open"];

    [Fact]
    public async Task AList_IsAppliedOnce_Published_KeptOverARestart_AndTakenBack()
    {
        await using var rig = await LabelRig.StartAsync();
        var get = Result(await rig.SendAsync("labels/get"));
        Assert.Equal((1, 4, true), (get.GetProperty("activation").GetInt64(), get.GetProperty("nextVersion").GetInt32(), get.GetProperty("isDefault").GetBoolean()));

        var applied = Result(await rig.SendListAsync("labels/apply", LabelRig.List(4, "pen")));

        Assert.Equal((2, true), (applied.GetProperty("activation").GetInt64(), applied.GetProperty("changed").GetBoolean()));
        Assert.Equal(["pen"], Texts(applied.GetProperty("added")));
        var labels = await rig.Requester.WaitForJsonAsync("labels", message => message.GetProperty("activation").GetInt64() == 2);
        Assert.Equal(["open", "short", "spur", "pen"], labels.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("id").GetString()!));
        Assert.Equal("Ada", labels.GetProperty("change").GetProperty("person").GetString());
        Assert.True(labels.GetProperty("labels")[3].GetProperty("provisional").GetBoolean());
        await rig.Requester.WaitForJsonAsync("camera/cam1/detections", message => message.GetProperty("list").GetProperty("version").GetInt32() == 4);

        await rig.RestartAsync();
        Assert.Equal((2, 4), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));

        var back = Result(await rig.SendAsync("labels/rollback", new JsonObject { ["reason"] = "too many" }));
        Assert.Equal((3, 3), (back.GetProperty("activation").GetInt64(), back.GetProperty("list").GetProperty("version").GetInt32()));
        var next = Result(await rig.SendAsync("labels/get")).GetProperty("nextVersion").GetInt32();
        Assert.Equal(5, next); // version 4 was in force once; another list must not have its number

        var history = Result(await rig.SendAsync("labels/history"));
        Assert.Equal([3, 2], history.GetProperty("activations").EnumerateArray().Select(entry => entry.GetProperty("activation").GetInt32()));
        Assert.Equal(2, history.GetProperty("kept").GetArrayLength());
        var verdict = AuditChain.Verify(rig.Agent.Get<AuditLog>().FilePath);
        Assert.Null(verdict.Fault);
        Assert.Equal((verdict.Entries, verdict.Head), (history.GetProperty("audit").GetProperty("entries").GetInt64(), history.GetProperty("audit").GetProperty("head").GetString()));
        Assert.Empty(rig.Requester.Faults);
    }

    [Fact]
    public async Task ADetection_NamesOnlyLabelsOfTheListThatItNames()
    {
        await using var rig = await LabelRig.StartAsync(new() { ["Decisions:Publish"] = "EveryFrame", ["Decisions:MinFramesOn"] = "1" });
        for (var version = 4; version < 10; version++)
        {
            var list = LabelRig.List(version);
            list["labels"]!.AsArray().Clear();
            list["labels"]!.AsArray().Add(new JsonObject { ["id"] = $"v{version}", ["text"] = version % 2 == 0 ? "open" : "short", ["threshold"] = 0 });
            Assert.True((await rig.SendListAsync("labels/apply", list)).GetProperty("ok").GetBoolean());
            await rig.Requester.WaitForJsonAsync(
                "camera/cam1/detections", message => message.GetProperty("list").GetProperty("version").GetInt32() == version && message.GetProperty("regions").GetArrayLength() > 0);
        }

        foreach (var detection in rig.Requester.On("camera/cam1/detections").Select(Subscriber.Json))
        {
            var version = detection.GetProperty("list").GetProperty("version").GetInt32();
            var ids = detection.GetProperty("regions").EnumerateArray().SelectMany(region => region.GetProperty("labels").EnumerateArray()).Select(label => label.GetProperty("id").GetString()!);
            Assert.All(ids, id => Assert.True(version == 3 ? id is "open" or "short" or "spur" : id == $"v{version}", $"{id} in version {version}"));
        }
    }

    [Fact]
    public async Task AVersionThatDoesNotFollow_IsAConflict_AndTheSameListAgainIsNone()
    {
        await using var rig = await LabelRig.StartAsync();
        foreach (var version in WrongVersions)
        {
            var refused = await rig.SendListAsync("labels/apply", LabelRig.List(version, "pen"));
            Assert.Equal("version-conflict", LabelRig.Code(refused));
            Assert.Equal("/list/version", refused.GetProperty("errors")[0].GetProperty("path").GetString());
        }

        Assert.Equal("version-conflict", LabelRig.Code(await rig.SendListAsync("labels/validate", LabelRig.List(7))));
        Assert.True((await rig.SendListAsync("labels/validate", LabelRig.List(4))).GetProperty("ok").GetBoolean());
        Assert.Equal(1, rig.InForce.Activation);

        Assert.True(Result(await rig.SendListAsync("labels/apply", LabelRig.List(4, "pen"))).GetProperty("changed").GetBoolean());
        Assert.False(Result(await rig.SendListAsync("labels/apply", LabelRig.List(4, "pen"))).GetProperty("changed").GetBoolean());
        Assert.Equal("version-conflict", LabelRig.Code(await rig.SendListAsync("labels/apply", LabelRig.List(4, "pod"))));
        Assert.Equal(2, rig.InForce.Activation);
        Assert.Equal("activation-conflict", LabelRig.Code(await rig.SendAsync("labels/rollback", new JsonObject { ["activation"] = 1 })));
        Assert.Equal("unknown-version", LabelRig.Code(await rig.SendAsync("labels/rollback", new JsonObject { ["version"] = 99 })));
    }

    [Fact]
    public async Task ARepeatedRequest_GetsTheSameAnswer_AndIsCarriedOutOnce()
    {
        await using var rig = await LabelRig.StartAsync();
        var payload = Encoding.UTF8.GetBytes(new JsonObject { ["schema"] = 1, ["list"] = LabelRig.List(4, "pen") }.ToJsonString());

        var first = await rig.SendRawAsync("labels/apply", payload, "same");
        var again = await rig.SendRawAsync("labels/apply", payload, "same");

        Assert.Equal(first.Payload.ToArray(), again.Payload.ToArray());
        Assert.Equal(2, rig.InForce.Activation);
    }

    [Fact]
    public async Task ADryRun_ScoresTheKeptFrames_AndChangesNothing()
    {
        await using var rig = await LabelRig.StartAsync();
        await Retry.Until("some frames are kept", () => rig.Agent.Get<SemanticMlr.Edge.Rollout.RecentFrames>().Last(5) is { Count: 5 } frames && Dispose(frames));
        var list = LabelRig.List(4, "pen");
        list["labels"]!.AsArray().RemoveAt(2);
        list["labels"]![1]!["threshold"] = 0;

        var result = Result(await rig.SendAsync("labels/dry-run", new JsonObject { ["list"] = list, ["frames"] = 5, ["images"] = 2 }));

        Assert.Equal((5, 20), (result.GetProperty("frames").GetInt32(), result.GetProperty("regions").GetInt32()));
        var labels = result.GetProperty("labels").EnumerateArray().ToDictionary(label => label.GetProperty("id").GetString()!);
        Assert.Equal(["added", "changed", "same"], LabelsOfDryRun.Select(id => labels[id].GetProperty("change").GetString()));
        Assert.Equal(20, labels["short"].GetProperty("fires").GetInt32());
        Assert.True(labels["short"].GetProperty("firedBefore").GetInt32() <= 20);
        Assert.Equal(0, labels["open"].GetProperty("largestShift").GetDouble(), 1e-3);
        Assert.True(result.GetProperty("removed").TryGetProperty("spur", out _));
        Assert.Contains(result.GetProperty("warnings").EnumerateArray(), warning => warning.GetProperty("code").GetString() == "unknown-word");
        Assert.Equal(2, result.GetProperty("images").GetArrayLength());
        using var picture = Imaging.ImageReader.Decode(result.GetProperty("images")[0].GetProperty("jpeg").GetBytesFromBase64(), "image");
        Assert.Equal(result.GetProperty("images")[0].GetProperty("width").GetInt32(), picture.Cols);
        Assert.Equal((1, 3), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));
    }

    [Fact]
    public async Task ASnapshot_IsTheNewestFrameAsJpeg()
    {
        await using var rig = await LabelRig.StartAsync();
        var result = Result(await rig.SendAsync("snapshot", new JsonObject { ["camera"] = "cam1" }));
        using var picture = Imaging.ImageReader.Decode(result.GetProperty("jpeg").GetBytesFromBase64(), "snapshot");
        Assert.Equal((result.GetProperty("width").GetInt32(), result.GetProperty("height").GetInt32()), (picture.Cols, picture.Rows));
        Assert.Equal("no-frame", LabelRig.Code(await rig.SendAsync("snapshot", new JsonObject { ["camera"] = "cam9" })));
    }

    [Fact]
    public async Task HostileLists_ChangeNothing_AndTheAnswerSaysWhy()
    {
        await using var rig = await LabelRig.StartAsync(new() { ["Commands:MaxBytes"] = "8000000" });
        (string Code, string Path, Action<JsonObject> Change)[] cases =
        [
            ("invalid-list", "/list/labels/1/id", list => list["labels"]![1]!["id"] = "open"),
            ("invalid-list", "/list/labels/0/text", list => list["labels"]![0]!["text"] = "op\u202Een"),
            ("invalid-list", "/list/labels/0/text", list => list["labels"]![0]!["text"] = "op\u0007en"),
            ("invalid-list", "/list/labels/0/threshold", list => list["labels"]![0]!["threshold"] = "NaN"),
            ("invalid-list", "/list/labels/0/threshold", list => list["labels"]![0]!["threshold"] = 1.5),
            ("invalid-list", "/list/labels", list => list["labels"] = new JsonArray([.. Enumerable.Range(0, 100_000).Select(number => (JsonNode)new JsonObject { ["id"] = $"l{number}", ["text"] = $"t{number}" })])),
            ("invalid-list", "/list/labels/0/text", list => list["labels"]![0]!["text"] = string.Join(' ', Enumerable.Repeat("open", 200))),
            ("invalid-list", "/list/colour", list => list["colour"] = "red"),
            ("expired", "/list/expires", list => list["expires"] = "2020-01-01T00:00:00Z"),
        ];
        foreach (var (code, path, change) in cases)
        {
            var list = LabelRig.List(4, "pen");
            change(list);
            var answer = await rig.SendListAsync("labels/apply", list);
            var error = answer.GetProperty("errors")[0];
            Assert.Equal((code, path), (error.GetProperty("code").GetString(), error.GetProperty("path").GetString()));
        }

        var nested = await rig.SendRawAsync("labels/apply", Encoding.UTF8.GetBytes($$"""{"schema":1,"list":{{new string('[', 5_000)}}{{new string(']', 5_000)}}}"""), "deep");
        Assert.Equal("invalid-json", LabelRig.Code(Subscriber.Json(nested)));
        Assert.Equal((1, 3), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));
        Assert.Null(AuditChain.Verify(rig.Agent.Get<AuditLog>().FilePath).Fault);
    }

    [Fact]
    public async Task AFloodOfCommands_IsAnsweredWithRateLimited_AndTheLineGoesOn()
    {
        await using var rig = await LabelRig.StartAsync(new() { ["Commands:Burst"] = "5", ["Commands:PerMinute"] = "1" });
        for (var number = 0; number < 12; number++)
        {
            await rig.PublishAsync("labels/get", "{\"schema\":1}"u8.ToArray(), $"{number}", "answers/flood");
        }

        await Retry.Until("all answers", () => rig.Requester.Messages.Count(message => message.Topic == "answers/flood") == 12);
        var answers = rig.Requester.Messages.Where(message => message.Topic == "answers/flood").Select(Subscriber.Json).ToArray();
        Assert.Equal(5, answers.Count(answer => answer.GetProperty("ok").GetBoolean()));
        Assert.Equal(7, answers.Count(answer => !answer.GetProperty("ok").GetBoolean() && LabelRig.Code(answer) == "rate-limited"));
        var frames = rig.Agent.Get<SemanticMlr.Edge.Pipeline.PipelineMetrics>().Frames.Value;
        await Retry.Until("frames go on", () => rig.Agent.Get<SemanticMlr.Edge.Pipeline.PipelineMetrics>().Frames.Value > frames);
    }

    [Fact]
    public async Task AListThatExpires_MakesRoomForTheOneBefore()
    {
        await using var rig = await LabelRig.StartAsync();
        var list = LabelRig.List(4, "pen");
        list["expires"] = TimeProvider.System.GetUtcNow().AddSeconds(12).ToString("o");
        Assert.True((await rig.SendListAsync("labels/apply", list)).GetProperty("ok").GetBoolean());

        var labels = await rig.Requester.WaitForJsonAsync("labels", message => message.GetProperty("change").GetProperty("action").GetString() == "expired");

        Assert.Equal((3, 3), (labels.GetProperty("activation").GetInt32(), labels.GetProperty("list").GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task ALossOfPower_BetweenTheAuditLogAndTheStore_IsNamedAtTheNextStart()
    {
        await using var rig = await LabelRig.StartAsync();
        Assert.True((await rig.SendListAsync("labels/apply", LabelRig.List(4, "pen"))).GetProperty("ok").GetBoolean());
        var log = new AuditLog(Options.Create(new StateOptions { Folder = rig.StateFolder }), TimeProvider.System, NullLogger<AuditLog>.Instance);
        log.Append(new AuditEntry { Action = "apply", Result = "done", Version = 5, Activation = 3 });

        await rig.RestartAsync();
        await Retry.Until("the log says what is in force", () => AuditChain.Verify(log.FilePath) is { Entries: 3, LastActivation: 2, Fault: null });

        Assert.Contains("recovered", File.ReadLines(log.FilePath).Last(), StringComparison.Ordinal);
        Assert.Equal((2, 4), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));
    }

    private static JsonElement Result(JsonElement answer) =>
        answer.GetProperty("ok").GetBoolean() ? answer.GetProperty("result") : throw new InvalidOperationException(answer.GetRawText());

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(element => element.GetString()!);

    private static bool Dispose(IReadOnlyList<SemanticMlr.Edge.Rollout.RecentFrame> frames)
    {
        foreach (var frame in frames)
        {
            frame.Dispose();
        }

        return true;
    }
}
