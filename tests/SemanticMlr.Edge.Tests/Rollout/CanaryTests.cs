using System.Text.Json.Nodes;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>Lists that raise too many alarms, on a running line.</summary>
public sealed class CanaryTests
{
    private static readonly Dictionary<string, string?> Quick = new()
    {
        ["Labels:Canary:For"] = "00:00:02",
        ["Labels:Canary:Factor"] = "2",
        ["Labels:Canary:MinFrames"] = "10",
    };

    [Fact]
    public async Task AListThatFiresEverywhere_IsTakenBackByItself_WithTheReason()
    {
        await using var rig = await LabelRig.StartAsync(new(Quick));
        await Quiet(rig);
        var list = LabelRig.List(5);
        foreach (var label in list["labels"]!.AsArray())
        {
            label!["threshold"] = 0;
        }

        Assert.True((await rig.SendListAsync("labels/apply", list)).GetProperty("ok").GetBoolean());
        var labels = await rig.Requester.WaitForJsonAsync("labels", message => message.GetProperty("change").GetProperty("action").GetString() == "canary");

        Assert.Equal((4, 4), (labels.GetProperty("activation").GetInt32(), labels.GetProperty("list").GetProperty("version").GetInt32()));
        var reason = labels.GetProperty("change").GetProperty("reason").GetString()!;
        Assert.Contains("The alarm rate rose from 0 to 12", reason, StringComparison.Ordinal);
        var state = await rig.Requester.WaitForJsonAsync("state", message => message.TryGetProperty("notice", out _));
        Assert.Equal(reason, state.GetProperty("notice").GetString());
        Assert.Contains(reason, rig.Agent.Log, StringComparison.Ordinal);
        var last = JsonNode.Parse(File.ReadLines(rig.Agent.Get<AuditLog>().FilePath).Last())!;
        Assert.Equal(("canary", reason), (last["action"]!.GetValue<string>(), last["reason"]!.GetValue<string>()));
        Assert.Equal(1, rig.Agent.Get<RolloutMetrics>().TakenBack.Value);
        Assert.Empty(rig.Requester.Faults);
    }

    [Fact]
    public async Task AListThatFiresAsBefore_Stays()
    {
        await using var rig = await LabelRig.StartAsync(new(Quick) { ["Labels:Canary:WatchFor"] = "00:00:03" });
        await Quiet(rig);
        Assert.True((await rig.SendListAsync("labels/apply", NothingFires(5))).GetProperty("ok").GetBoolean());

        await Retry.Until("the watch is over", () => rig.Agent.Log.Contains("was watched for", StringComparison.Ordinal));

        Assert.Equal((3, 5), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));
    }

    /// <summary>A list under which no alarm comes, in force for long enough to be the measure.</summary>
    private static async Task Quiet(LabelRig rig)
    {
        Assert.True((await rig.SendListAsync("labels/apply", NothingFires(4))).GetProperty("ok").GetBoolean());
        await Retry.Until("the rate of before is known", () => rig.Agent.Get<AlarmMeter>().Read(TimeSpan.FromMinutes(5)) is var rates
            && ReferenceEquals(rates.Snapshot, rig.InForce.Snapshot) && rates.Frames > 10);
    }

    private static JsonObject NothingFires(int version)
    {
        var list = LabelRig.List(version);
        foreach (var label in list["labels"]!.AsArray())
        {
            label!["threshold"] = 1;
        }

        return list;
    }
}
