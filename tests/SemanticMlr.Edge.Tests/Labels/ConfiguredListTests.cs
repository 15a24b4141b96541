using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Outbox;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Labels;
using SemanticMlr.TestSupport;
using SemanticMlr.TestSupport.Tiny;

namespace SemanticMlr.Edge.Tests.Labels;

/// <summary>A list that the configuration names and that cannot be used: the agent does not start, and the audit log says why.</summary>
public sealed class ConfiguredListTests : IDisposable
{
    private readonly TinyBundle _bundle = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _bundle.Dispose();
    }

    [Theory]
    [InlineData("{\"schema\": 1, \"id\": \"plant\", \"version\": 1, \"labels\": []}")]
    [InlineData("no list")]
    [InlineData(null)]
    public async Task AListWithFaults_OrNone_IsRefusedWithTheCodeOfTheConfiguration(string? content)
    {
        using var host = CreateHost(content);
        using var errors = new StringWriter();

        Assert.Equal(78, await host.RunToExitCodeAsync(errors, TestContext.Current.CancellationToken));

        var entry = Entry();
        var reason = entry.GetProperty("reason").GetString()!;
        Assert.Equal(("start", "not-usable"), (entry.GetProperty("action").GetString(), entry.GetProperty("result").GetString()));
        Assert.EndsWith(errors.ToString().Trim(), reason, StringComparison.Ordinal);
        Assert.Contains("the agent does not start", reason, StringComparison.Ordinal);
        Assert.Equal(content is null ? null : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ListFile))), TextOf(entry, "sha256"));
    }

    [Fact]
    public void AListThatDoesNotFitTheTextEncoder_IsNamedWithItsVersion()
    {
        var text = string.Join(' ', Enumerable.Repeat("pen", 500));
        using var host = CreateHost($$"""{"schema": 1, "id": "plant", "version": 7, "labels": [{"id": "pen", "text": "{{text}}"}]}""");

        var refused = Assert.Throws<LabelListException>(host.Services.GetRequiredService<SnapshotStore>);

        var entry = Entry();
        Assert.Equal(("start", "not-usable", "plant", 7), (TextOf(entry, "action"), TextOf(entry, "result"), TextOf(entry, "list"), entry.GetProperty("version").GetInt32()));
        Assert.Contains(refused.Faults[0][..100], TextOf(entry, "reason"), StringComparison.Ordinal);
    }

    [Fact]
    public void AListThatCanBeUsed_LeavesNoEntry()
    {
        using var host = CreateHost(TinyBundle.Labels);

        Assert.Equal("tiny", host.Services.GetRequiredService<SnapshotStore>().Current.Table.List.Id);
        Assert.False(File.Exists(_folder.File("audit.jsonl")));
    }

    private string ListFile => _folder.File("labels.json");

    private IHost CreateHost(string? list)
    {
        if (list is not null)
        {
            File.WriteAllText(ListFile, list);
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["State:Folder"] = _folder.Path,
            ["Recognition:Bundle"] = _bundle.Folder,
            ["Recognition:Inference:Threads"] = "1",
            ["Recognition:Inference:Providers:0"] = "Cpu",
            ["Labels:File"] = ListFile,
        });
        builder.Services.AddOutbox().AddPipeline().AddCapture();
        return builder.Build();
    }

    /// <summary>The only entry of the log, whose chain holds.</summary>
    private JsonElement Entry()
    {
        var log = _folder.File("audit.jsonl");
        Assert.Null(AuditChain.Verify(log).Fault);
        using var document = JsonDocument.Parse(Assert.Single(File.ReadLines(log)));
        return document.RootElement.Clone();
    }

    private static string? TextOf(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;
}
