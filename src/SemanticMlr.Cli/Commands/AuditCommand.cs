using System.CommandLine;
using SemanticMlr.Edge.Labels;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr audit</c>: the log of who changed the label list of a device.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Works on audit logs.") { CreateVerify() };

    private static Command CreateVerify()
    {
        var path = new Argument<string>("file") { Description = "The log: audit.jsonl in the state folder of the agent." };
        var head = new Option<string?>("--head") { Description = "The hash that the last entry must have, as labels/history said it: finds an end that was cut off." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("verify", "Checks that no line of an audit log was changed, removed or put in; exit code 1 where one was.") { path, head, json };
        command.SetAction(result =>
        {
            var verdict = AuditChain.Verify(result.GetRequiredValue(path));
            if (verdict.Fault is null && result.GetValue(head) is { } expected && expected != verdict.Head)
            {
                verdict = verdict with { Fault = $"the last entry has the hash {verdict.Head}, expected {expected}: entries were cut off or added" };
            }

            if (result.GetValue(json))
            {
                Output.Json(verdict, CliJson.Default.AuditVerdict);
            }
            else if (verdict.Fault is { } fault)
            {
                Output.Error($"{result.GetRequiredValue(path)}: {fault}.");
            }
            else
            {
                Console.Out.WriteLine($"{result.GetRequiredValue(path)}: {verdict.Entries} entries, whole; head {verdict.Head}.");
            }

            return verdict.Fault is null ? ExitCodes.Done : ExitCodes.CheckFailed;
        });
        return command;
    }
}
