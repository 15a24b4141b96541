using System.Text.Json.Nodes;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Cli.Tests.Commands;

/// <summary><c>mlr labels get|push|rollback</c> against a live agent, as a technician uses them.</summary>
public sealed class LabelsDeviceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string List => _folder.File("list.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AListIsFetched_Edited_Tried_Pushed_AndTakenBack()
    {
        await using var agent = await LiveAgent.StartAsync();
        var got = (await agent.AskAsync("get", "--out", List)).Expect(0);
        Assert.Contains("version 3 is in force; change the list and push it as version 4", got.Errors, StringComparison.Ordinal);
        Add("stain");

        await Retry.Until("frames are kept", async () => Result(await agent.AskAsync("push", "--list", List, "--dry-run", "--json"))["frames"]!.GetValue<int>() > 0);
        var tried = (await agent.AskAsync("push", "--list", List, "--dry-run")).Expect(0).Output;
        Assert.All(["stain", "added", "provisional", "unknown-word"], text => Assert.Contains(text, tried, StringComparison.Ordinal));
        Assert.Contains("Sound:", (await agent.AskAsync("push", "--list", List, "--validate")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(1, Result(await agent.AskAsync("get", "--json"))["activation"]!.GetValue<int>()); // nothing changed so far

        var pushed = (await agent.AskAsync("push", "--list", List, "--person", "Ada", "--reason", "audit")).Expect(0);
        Assert.Contains("In force: tiny version 4, activation 2.", pushed.Output, StringComparison.Ordinal);
        Add("no cap");
        var refused = (await agent.AskAsync("push", "--list", List)).Expect(1);
        Assert.Contains("version-conflict", refused.Output, StringComparison.Ordinal);
        var next = (await agent.AskAsync("push", "--list", List, "--next")).Expect(0);
        Assert.Contains("In force: tiny version 5, activation 3.", next.Output, StringComparison.Ordinal);
        var inForce = JsonNode.Parse((await agent.AskAsync("get")).Expect(0).Output)!;
        Assert.Equal((5, "no-cap"), (inForce["version"]!.GetValue<int>(), inForce["labels"]!.AsArray()[^1]!["id"]!.GetValue<string>()));

        Assert.Contains("In force: tiny version 4, activation 4.", (await agent.AskAsync("rollback", "--reason", "too many")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("In force: tiny version 3, activation 5.", (await agent.AskAsync("rollback", "--to", "3")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("unknown-version", (await agent.AskAsync("rollback", "--to", "99")).Expect(1).Output, StringComparison.Ordinal);

        Assert.Equal(0, await agent.StopAsync());
        Assert.Equal(6, (await Mlr.Run("audit", "verify", agent.AuditLog, "--json")).Expect(0).Json.GetProperty("entries").GetInt32());
        var first = JsonNode.Parse(File.ReadLines(agent.AuditLog).First())!;
        Assert.Equal(("apply", "Ada", "done"), (first["action"]!.GetValue<string>(), first["person"]!.GetValue<string>(), first["result"]!.GetValue<string>()));
    }

    [Fact]
    public async Task ADeviceThatTrustsAKey_TakesSignedListsAndWaysBackOnly()
    {
        (await Mlr.Run("labels", "keygen", "--out", _folder.File("ada.pem"), "--kid", "ada-2026")).Expect(0);
        await using var agent = await LiveAgent.StartAsync(_folder.File("ada.jwk"));
        (await agent.AskAsync("get", "--out", List)).Expect(0);
        Add("no cap");

        Assert.Contains("signature-required", (await agent.AskAsync("push", "--list", List)).Expect(1).Output, StringComparison.Ordinal);
        (await agent.AskAsync("push", "--list", List, "--key", _folder.File("ada.pem"))).Expect(0);
        Assert.Contains("signature-required", (await agent.AskAsync("rollback")).Expect(1).Output, StringComparison.Ordinal);
        var back = (await agent.AskAsync("rollback", "--key", _folder.File("ada.pem"))).Expect(0);

        Assert.Contains("In force: tiny version 3, activation 3.", back.Output, StringComparison.Ordinal);
        (await Mlr.Run("audit", "verify", agent.AuditLog)).Expect(0);
        Assert.Equal(2, File.ReadLines(agent.AuditLog).Count(line => JsonNode.Parse(line)!["key"]?.GetValue<string>() == "ada-2026"));
    }

    private static JsonObject Result(Mlr run) => JsonNode.Parse(run.Expect(0).Output)!["result"]!.AsObject();

    private void Add(string text)
    {
        var list = JsonNode.Parse(File.ReadAllText(List))!;
        list["labels"]!.AsArray().Add(new JsonObject { ["id"] = text.Replace(' ', '-'), ["text"] = text });
        File.WriteAllText(List, list.ToJsonString());
    }
}
