using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Cli.Tests.Commands;

public sealed class LabelsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _list;

    public LabelsCommandTests()
    {
        _list = _folder.File("labels.json");
        File.WriteAllText(_list, TinyBundle.Labels);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AKey_SignsAList_WhichItsPublicKeyVerifies_AndNoOther()
    {
        (await Mlr.Run("labels", "keygen", "--out", _folder.File("ada.pem"), "--kid", "ada-2026")).Expect(0);
        (await Mlr.Run("labels", "keygen", "--out", _folder.File("eve.pem"))).Expect(0);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(_folder.File("ada.pem")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        (await Mlr.Run("labels", "sign", "--list", _list, "--key", _folder.File("ada.pem"), "--out", _folder.File("signed.json"))).Expect(0);
        var good = (await Mlr.Run("labels", "verify", "--list", _folder.File("signed.json"), "--key", _folder.File("ada.jwk"))).Expect(0);
        var bad = (await Mlr.Run("labels", "verify", "--list", _folder.File("signed.json"), "--key", _folder.File("eve.jwk"))).Expect(1);

        Assert.Contains("tiny version 3, 3 labels, signed by ada-2026", good.Output, StringComparison.Ordinal);
        Assert.Contains("\"ada-2026\" is not trusted", bad.Errors, StringComparison.Ordinal);
        var signed = JsonNode.Parse(File.ReadAllText(_folder.File("signed.json")))!;
        signed["payload"] = "e30";
        File.WriteAllText(_folder.File("forged.json"), signed.ToJsonString());
        (await Mlr.Run("labels", "verify", "--list", _folder.File("forged.json"), "--key", _folder.File("ada.jwk"))).Expect(1);
    }

    [Fact]
    public async Task AKeyIsNeverWrittenOverAnother_AndAPrivateOneIsNoTrustedOne()
    {
        (await Mlr.Run("labels", "keygen", "--out", _folder.File("ada.pem"))).Expect(0);
        (await Mlr.Run("labels", "keygen", "--out", _folder.File("ada.pem"))).Expect(2);
        (await Mlr.Run("labels", "sign", "--list", _list, "--key", _folder.File("ada.pem"), "--out", _folder.File("signed.json"))).Expect(0);

        var wrong = (await Mlr.Run("labels", "verify", "--list", _folder.File("signed.json"), "--key", _folder.File("ada.pem"))).Expect(2);

        Assert.Contains("holds a private key", wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_NamesWhatChanged_OfPlainAndSignedLists()
    {
        var later = JsonNode.Parse(TinyBundle.Labels)!;
        later["version"] = 4;
        later["labels"]!.AsArray().RemoveAt(2);
        later["labels"]![0]!["threshold"] = 0.9;
        later["labels"]!.AsArray().Add(new JsonObject { ["id"] = "pen", ["text"] = "pen" });
        File.WriteAllText(_folder.File("later.json"), later.ToJsonString());
        (await Mlr.Run("labels", "keygen", "--out", _folder.File("ada.pem"))).Expect(0);
        (await Mlr.Run("labels", "sign", "--list", _folder.File("later.json"), "--key", _folder.File("ada.pem"), "--out", _folder.File("signed.json"))).Expect(0);

        var json = (await Mlr.Run("labels", "diff", _list, _folder.File("signed.json"), "--json")).Expect(1).Json;

        Assert.Equal("pen", json.GetProperty("added")[0].GetString());
        Assert.Equal("spur", json.GetProperty("removed")[0].GetString());
        Assert.Equal("threshold", json.GetProperty("changed")[0].GetProperty("fields")[0].GetString());
        (await Mlr.Run("labels", "diff", _list, _list)).Expect(0);
    }

    [Fact]
    public async Task WithoutABroker_PushSaysSo()
    {
        var run = (await Mlr.Run("labels", "push", "--list", _list, "--topic", "semanticmlr/a/b/c", "--port", "1", "--timeout", "2")).Expect(2);
        Assert.Contains("The broker cannot be reached", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAuditLogThatWasChanged_IsFound()
    {
        var first = $$"""{"schema":1,"seq":1,"time":"2026-11-23T09:15:02Z","action":"apply","result":"done","previous":"{{new string('0', 64)}}"}""";
        File.WriteAllText(_folder.File("audit.jsonl"), first + "\n");
        var verdict = (await Mlr.Run("audit", "verify", _folder.File("audit.jsonl"), "--json")).Expect(0).Json;
        Assert.Equal(1, verdict.GetProperty("entries").GetInt32());
        (await Mlr.Run("audit", "verify", _folder.File("audit.jsonl"), "--head", verdict.GetProperty("head").GetString()!)).Expect(0);
        (await Mlr.Run("audit", "verify", _folder.File("audit.jsonl"), "--head", new string('a', 64))).Expect(1);

        File.WriteAllText(_folder.File("audit.jsonl"), first.Replace("apply", "canary", StringComparison.Ordinal) + "\n" + first + "\n");
        var broken = (await Mlr.Run("audit", "verify", _folder.File("audit.jsonl"))).Expect(1);
        Assert.Contains("line 2 does not follow", broken.Errors, StringComparison.Ordinal);
    }
}
