using System.CommandLine;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Cli.Bench;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench backlog</c>: what draining a backlog takes from the frame path.</summary>
internal static class BenchBacklogCommand
{
    public static Command Create()
    {
        var bundle = new Option<string>("--bundle") { Description = "Folder of the bundle.", DefaultValueFactory = _ => "models/pcb-defects" };
        var regions = new Option<string>("--regions") { Description = "Regions of a frame: whole, or a grid as 3x3.", DefaultValueFactory = _ => "3x3" };
        var rounds = new Option<int>("--rounds") { Description = "Pairs of an agent without and one with a backlog.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 8 };
        var backlog = new Option<int>("--backlog") { Description = "Messages of 1 KB that wait at the start.", DefaultValueFactory = _ => 1_000_000 };
        var folder = new Option<DirectoryInfo?>("--folder")
        {
            Description = "A folder on the disk that is measured; by default one in the present folder. What the measurement writes there is deleted.",
        };
        var json = new Option<bool>("--json") { Description = "One line of JSON on stdout, which is the default." };
        OptionRules.Check(rounds, value => value is >= 1 and <= 1_000, "must be from 1 to 1000");
        OptionRules.Check(seconds, value => value is >= 0.5 and <= 600, "must be from 0.5 to 600");
        OptionRules.Check(backlog, value => value is >= 1_000 and <= 10_000_000, "must be from 1000 to 10000000");
        var command = new Command("backlog", "Measures how much slower frames go while a backlog drains to a local mosquitto at the agent's default rate.")
        {
            bundle, regions, rounds, seconds, backlog, folder, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = new BenchSettings(
                result.GetValue(bundle)!, result.GetValue(regions)!, result.GetValue(rounds), TimeSpan.FromSeconds(result.GetValue(seconds)), Video: null);
            var root = Directory.CreateDirectory(
                Path.Combine(result.GetValue(folder)?.FullName ?? Environment.CurrentDirectory, $"backlog-bench-{Environment.ProcessId}"));
            try
            {
                var report = await new BacklogBench(settings, root.FullName, result.GetValue(backlog), TimeProvider.System, Console.Error).RunAsync(cancellationToken);
                Console.WriteLine(JsonSerializer.Serialize(report, BenchJson.Default.BacklogReport));
                return ExitCodes.Done;
            }
            catch (Exception exception) when (exception is BundleException or InvalidOperationException or IOException or Microsoft.Extensions.Options.OptionsValidationException)
            {
                await Console.Error.WriteLineAsync($"mlr bench backlog: {exception.Message}");
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
