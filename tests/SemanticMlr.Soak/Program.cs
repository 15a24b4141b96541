using System.CommandLine;
using SemanticMlr.Faults.PowerLoss;
using SemanticMlr.Faults.Processes;
using SemanticMlr.Soak;

var hours = new Option<double>("--hours") { Description = "How long faults are made, 0.02 or more", DefaultValueFactory = _ => 0.02 };
var seed = new Option<int>("--seed") { Description = "What faults, moments and lengths are drawn from", DefaultValueFactory = _ => 1 };
var output = new Option<DirectoryInfo>("--output") { Description = "Where reliability.md and reliability.json are written", DefaultValueFactory = _ => new DirectoryInfo(SourceTree.PathOf("docs", "results")) };
var logs = new Option<DirectoryInfo?>("--logs") { Description = "Where the agents' logs are kept; nowhere by default" };
var faults = new Command("faults", "Makes faults around running agents and counts what is lost") { hours, seed, output, logs };
faults.SetAction(async (arguments, cancellationToken) =>
{
    if (arguments.GetValue(hours) < FaultSoak.ShortestHours)
    {
        await Console.Error.WriteLineAsync($"soak: --hours must be {FaultSoak.ShortestHours} or more.");
        return 2;
    }

    var result = await ReliabilityRun.MakeAsync(arguments.GetValue(hours), arguments.GetValue(seed), arguments.GetValue(logs), cancellationToken);
    await ReliabilityReport.WriteAsync(result, arguments.GetValue(output)!.FullName);
    return result.IsGood ? 0 : 1;
});

var folder = new Argument<DirectoryInfo>("folder") { Description = "An empty folder" };
var rounds = new Option<int>("--rounds") { Description = "Commits", DefaultValueFactory = _ => 10 };
var append = new Command("append", "Appends a known series of messages to an outbox, while someone records the system calls") { folder, rounds };
append.SetAction(async (arguments, _) =>
{
    await MessageSeries.WriteAsync(arguments.GetValue(folder)!.FullName, arguments.GetValue(rounds));
    return 0;
});

var labels = new Command("labels", "Puts a known series of label lists in force, while someone records the system calls") { folder, rounds };
labels.SetAction(async (arguments, _) =>
{
    await LabelSeries.WriteAsync(arguments.GetValue(folder)!.FullName, arguments.GetValue(rounds));
    return 0;
});

return await new RootCommand("Long tests of reliability") { faults, append, labels }.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }); // an interrupted run still counts and reports
