using System.CommandLine;
using System.Text.Json;
using SemanticMlr.Cli.Bench;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench outbox</c>: what the outbox reaches on this machine and its disk.</summary>
internal static class BenchOutboxCommand
{
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo?>("--folder")
        {
            Description = "A folder on the disk that is measured; by default one in the present folder. What the measurement writes there is deleted.",
        };
        var durability = new Option<Durability>("--durability") { Description = "PowerLoss or ProcessCrash.", DefaultValueFactory = _ => Durability.PowerLoss };
        var messages = new Option<int>("--messages") { Description = "Messages of 1 KB that are stored and drained.", DefaultValueFactory = _ => 100_000 };
        var frames = new Option<int>("--frames") { Description = "Pictures of 200 KB that are stored.", DefaultValueFactory = _ => 2_000 };
        var backlog = new Option<int>("--backlog") { Description = "Messages of the backlog.", DefaultValueFactory = _ => 1_000_000 };
        var json = new Option<bool>("--json") { Description = "One line of JSON on stdout, which is the default." };
        var openBacklog = new Option<string?>("--open-backlog") { Hidden = true };
        foreach (var (option, most) in ((Option<int>, int)[])[(messages, 10_000_000), (frames, 100_000), (backlog, 10_000_000)])
        {
            option.Validators.Add(result =>
            {
                if (result.GetValue(option) is var value && (value < 100 || value > most))
                {
                    result.AddError($"{option.Name} must be from 100 to {most}.");
                }
            });
        }

        var command = new Command("outbox", "Measures how fast the outbox stores and drains, and what a long backlog costs.")
        {
            folder, durability, messages, frames, backlog, json, openBacklog,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(openBacklog) is { } made)
            {
                await new OutboxBench(made, result.GetValue(durability), 0, 0, 0, TimeProvider.System, Console.Error).OpenBacklogAsync(Console.Out, cancellationToken);
                return ExitCodes.Done;
            }

            var root = Directory.CreateDirectory(
                Path.Combine(result.GetValue(folder)?.FullName ?? Environment.CurrentDirectory, $"outbox-bench-{Environment.ProcessId}"));
            try
            {
                var bench = new OutboxBench(
                    root.FullName, result.GetValue(durability), result.GetValue(messages), result.GetValue(frames), result.GetValue(backlog),
                    TimeProvider.System, Console.Error);
                var report = await bench.RunAsync(cancellationToken);
                Console.WriteLine(JsonSerializer.Serialize(report, BenchJson.Default.OutboxReport));
                return ExitCodes.Done;
            }
            catch (Exception exception) when (exception is InvalidOperationException or IOException)
            {
                await Console.Error.WriteLineAsync($"mlr bench outbox: {exception.Message}");
                return ExitCodes.Usage;
            }
            finally
            {
                root.Delete(recursive: true);
            }
        });
        return command;
    }
}
