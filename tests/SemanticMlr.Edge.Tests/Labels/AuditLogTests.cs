using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SemanticMlr.Edge.Labels;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Labels;

public sealed class AuditLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private string Log => _folder.File("audit.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AChainGoesOnOverStarts()
    {
        Open().Append(new AuditEntry { Action = "apply", Result = "done", Activation = 2 });
        Open().Append(new AuditEntry { Action = "apply", Result = "done", Activation = 3 });

        var verdict = AuditChain.Verify(Log);
        Assert.Equal((2, 3, null), (verdict.Entries, verdict.LastActivation, verdict.Fault));
        Assert.Equal((2, verdict.Head), Open().End);
    }

    [Fact]
    public void WhatIsChangedRemovedOrPutIn_IsFound()
    {
        var log = Open();
        for (var number = 0; number < 4; number++)
        {
            log.Append(new AuditEntry { Action = "apply", Result = "done", Person = $"p{number}" });
        }

        var lines = File.ReadAllLines(Log);
        string[][] tampered =
        [
            [lines[0], lines[1].Replace("p1", "p9", StringComparison.Ordinal), lines[2], lines[3]],
            [lines[0], lines[2], lines[3]],
            [lines[0], lines[1], lines[1], lines[2], lines[3]],
            [lines[1], lines[2], lines[3]],
            [lines[0], "x", lines[2], lines[3]],
        ];
        Assert.All(tampered, content =>
        {
            File.WriteAllLines(Log, content);
            Assert.NotNull(AuditChain.Verify(Log).Fault);
        });
    }

    [Fact]
    public void HalfALastLine_IsCutOff_AtAnyByte()
    {
        Open().Append(new AuditEntry { Action = "apply", Result = "done" });
        var one = File.ReadAllBytes(Log);
        Open().Append(new AuditEntry { Action = "rollback", Result = "done" });
        var two = File.ReadAllBytes(Log);
        for (var length = one.Length; length < two.Length; length++)
        {
            File.WriteAllBytes(Log, two[..length]);
            Assert.Equal(1, Open().End.Entries);
            Assert.Equal(one, File.ReadAllBytes(Log));
        }
    }

    [Fact]
    public void RefusalsAreBoundedAnHour_AndTheNextLineSaysHowManyWereLeftOut()
    {
        var log = Open();
        for (var number = 0; number < 100; number++)
        {
            log.AppendRefusal(new AuditEntry { Action = "apply", Result = "version-conflict" });
        }

        Assert.Equal(60, log.End.Entries);
        log.Append(new AuditEntry { Action = "apply", Result = "done", Reason = "added: pen" });
        Assert.Contains("40 refusals before this were left out", File.ReadLines(Log).Last(), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(1));
        log.AppendRefusal(new AuditEntry { Action = "apply", Result = "version-conflict" });
        Assert.Equal(62, log.End.Entries);
    }

    private AuditLog Open() => new(Options.Create(new StateOptions { Folder = _folder.Path }), _time, NullLogger<AuditLog>.Instance);
}
