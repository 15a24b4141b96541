using System.Text.Json;
using SemanticMlr.Edge.Labels;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>Lists that cannot be used at the start of the agent: the configured one stands, and the audit log says why.</summary>
public sealed class ListAtStartTests
{
    [Fact]
    public async Task AKeptListThatWasDamaged_IsNamedInTheAuditLog_Once()
    {
        await using var rig = await LabelRig.StartAsync();
        Assert.True((await rig.SendListAsync("labels/apply", LabelRig.List(4, "pen"))).GetProperty("ok").GetBoolean());
        var applied = rig.InForce.Kept!;
        File.AppendAllText(Path.Combine(rig.StateFolder, "labels", applied.File), " ");

        await rig.RestartAsync();

        var entry = Last(rig);
        Assert.Equal(("start", "not-usable"), (Text(entry, "action"), Text(entry, "result")));
        Assert.Equal(("tiny", 4, applied.Sha256), (Text(entry, "list"), entry.GetProperty("version").GetInt32(), Text(entry, "sha256")));
        Assert.Contains("is damaged", Text(entry, "reason"), StringComparison.Ordinal);
        Assert.Contains("tiny version 3 of the configuration or bundle is in force instead (activation 3).", Text(entry, "reason"), StringComparison.Ordinal);
        Assert.Equal((3, 3), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));
        var end = Verify(rig);

        await rig.RestartAsync();
        Assert.Equal(end, Verify(rig));
        Assert.True((await rig.SendListAsync("labels/apply", LabelRig.List(5, "pen"))).GetProperty("ok").GetBoolean());
        Assert.Equal(end.Entries + 1, Verify(rig).Entries);
    }

    [Fact]
    public async Task AnIndexThatCannotBeRead_IsNamedInTheAuditLog()
    {
        await using var rig = await LabelRig.StartAsync();
        Assert.True((await rig.SendListAsync("labels/apply", LabelRig.List(4, "pen"))).GetProperty("ok").GetBoolean());
        File.WriteAllText(Path.Combine(rig.StateFolder, "labels", "store.json"), "{\"schema\": 1, \"activ");

        await rig.RestartAsync();

        var entry = Last(rig);
        Assert.Equal(("start", "not-readable"), (Text(entry, "action"), Text(entry, "result")));
        Assert.False(entry.TryGetProperty("list", out var list) && list.ValueKind != JsonValueKind.Null);
        Assert.Contains("The index of the lists that are kept cannot be read", Text(entry, "reason"), StringComparison.Ordinal);
        Verify(rig);
    }

    private static AuditVerdict Verify(LabelRig rig)
    {
        var verdict = AuditChain.Verify(rig.Agent.Get<AuditLog>().FilePath);
        Assert.Null(verdict.Fault);
        return verdict;
    }

    private static JsonElement Last(LabelRig rig)
    {
        using var document = JsonDocument.Parse(File.ReadLines(rig.Agent.Get<AuditLog>().FilePath).Last());
        return document.RootElement.Clone();
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;
}
