using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Labels.Trust;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>A device with trusted keys.</summary>
public sealed class SignedListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _old = SigningKey.Create("old");
    private readonly SigningKey _new = SigningKey.Create("new");
    private readonly SigningKey _stranger = SigningKey.Create("stranger");

    public SignedListTests()
    {
        File.WriteAllText(_folder.File("old.jwk"), _old.PublicKey);
        File.WriteAllText(_folder.File("new.jwk"), _new.PublicKey);
    }

    public void Dispose()
    {
        _old.Dispose();
        _new.Dispose();
        _stranger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task OnlySignedListsAreTaken_OldOnesNotAgain_AndAKeyCanBeReplaced()
    {
        await using var rig = await LabelRig.StartAsync(new() { ["Labels:TrustedKeys:0"] = _folder.File("old.jwk"), ["Labels:TrustedKeys:1"] = _folder.File("new.jwk") });
        Assert.Equal("signature-required", LabelRig.Code(await rig.SendListAsync("labels/apply", LabelRig.List(4, "pen"))));
        Assert.Equal("unknown-key", LabelRig.Code(await SendAsync(rig, Sign(_stranger, LabelRig.List(4, "pen")))));
        Assert.Equal("wrong-signature", LabelRig.Code(await SendAsync(rig, Forge(Sign(_old, LabelRig.List(4, "pen")), LabelRig.List(4, "pod")))));
        Assert.Equal("wrong-algorithm", LabelRig.Code(await SendAsync(rig, Unsigned(LabelRig.List(4, "pen")))));
        var four = Sign(_old, LabelRig.List(4, "pen"));
        Assert.True((await SendAsync(rig, four)).GetProperty("ok").GetBoolean());
        Assert.True((await SendAsync(rig, Sign(_new, LabelRig.List(5, "pod")))).GetProperty("ok").GetBoolean());
        Assert.Equal("version-conflict", LabelRig.Code(await SendAsync(rig, four)));
        Assert.Equal((3, 5), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));
        var labels = await rig.Requester.WaitForJsonAsync("labels", message => message.GetProperty("activation").GetInt64() == 3);
        Assert.Equal("new", labels.GetProperty("change").GetProperty("key").GetString());

        await rig.RestartAsync(new() { ["Labels:TrustedKeys:0"] = _folder.File("new.jwk"), ["Labels:TrustedKeys:1"] = null });
        Assert.Equal((3, 5), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));
        Assert.Equal("unknown-key", LabelRig.Code(await SendAsync(rig, Sign(_old, LabelRig.List(6)))));
        Assert.Equal("signature-required", LabelRig.Code(await rig.SendAsync("labels/rollback")));
        Assert.Equal("unknown-key", LabelRig.Code(await SendRollbackAsync(rig, version: 4))); // what a withdrawn key signed stays where it is
        Assert.Equal("wrong-type", LabelRig.Code(await SendAsync(rig, Sign(_new, LabelRig.List(6), SignedPayload.RollbackType))));
        Assert.True((await SendRollbackAsync(rig, version: 3)).GetProperty("ok").GetBoolean());
        Assert.Equal((4, 3), (rig.InForce.Activation, rig.InForce.Snapshot.Table.List.Version));
        Assert.Equal("activation-conflict", LabelRig.Code(await SendRollbackAsync(rig, version: 3, activation: 3)));

        var log = rig.Agent.Get<AuditLog>().FilePath;
        Assert.Null(AuditChain.Verify(log).Fault);
        Assert.Contains(File.ReadLines(log), line => JsonNode.Parse(line)!["result"]!.GetValue<string>() == "unknown-key");
    }

    [Fact]
    public async Task AnUnsignedDevice_RefusesSignaturesThatItCannotCheck()
    {
        await using var rig = await LabelRig.StartAsync();
        Assert.Equal("no-trusted-key", LabelRig.Code(await SendAsync(rig, Sign(_old, LabelRig.List(4)))));
    }

    private static string Sign(SigningKey key, JsonObject list, string type = SignedPayload.ListType) => key.Sign(Encoding.UTF8.GetBytes(list.ToJsonString()), type);

    private static string Forge(string jws, JsonObject list)
    {
        var forged = JsonNode.Parse(jws)!;
        forged["payload"] = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(list.ToJsonString()));
        return forged.ToJsonString();
    }

    private static string Unsigned(JsonObject list)
    {
        var jws = JsonNode.Parse(Forge("{}", list))!;
        jws["protected"] = System.Buffers.Text.Base64Url.EncodeToString("""{"alg":"none","kid":"old"}"""u8);
        jws["signature"] = "";
        return jws.ToJsonString();
    }

    private static Task<JsonElement> SendAsync(LabelRig rig, string jws) => rig.SendAsync("labels/apply", new JsonObject { ["jws"] = JsonNode.Parse(jws) });

    private Task<JsonElement> SendRollbackAsync(LabelRig rig, int version, long? activation = null)
    {
        var order = new JsonObject { ["schema"] = 1, ["version"] = version, ["activation"] = activation ?? rig.InForce.Activation };
        return rig.SendAsync("labels/rollback", new JsonObject { ["jws"] = JsonNode.Parse(Sign(_new, order, SignedPayload.RollbackType)) });
    }
}
