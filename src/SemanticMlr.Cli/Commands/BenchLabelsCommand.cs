using System.CommandLine;
using System.Text.Json;
using SemanticMlr.Bundles;
using SemanticMlr.Cli.Bench;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench labels</c>: what changing the label list costs a running agent.</summary>
internal static class BenchLabelsCommand
{
    public static Command Create()
    {
        var bundle = new Option<string>("--bundle") { Description = "Folder of the bundle, which must have a text encoder.", DefaultValueFactory = _ => "models/line-sim" };
        var regions = new Option<string>("--regions") { Description = "Regions of a frame: whole, or a grid as 3x3.", DefaultValueFactory = _ => "whole" };
        var labels = new Option<int>("--labels") { Description = "Labels of a large list.", DefaultValueFactory = _ => 1_000 };
        var rounds = new Option<int>("--rounds") { Description = "Large lists that are put in force cold and cached.", DefaultValueFactory = _ => 5 };
        var applies = new Option<int>("--applies") { Description = "Different lists, a tenth as long, over which the growth of memory is taken.", DefaultValueFactory = _ => 100 };
        var rate = new Option<double>("--rate") { Description = "Frames a second that the camera gives meanwhile; less than the machine can recognise.", DefaultValueFactory = _ => 5 };
        var json = new Option<bool>("--json") { Description = "One line of JSON on stdout, which is the default." };
        OptionRules.Check(labels, value => value is >= 10 and <= 2_000, "must be from 10 to 2000");
        OptionRules.Check(rounds, value => value is >= 1 and <= 1_000, "must be from 1 to 1000");
        OptionRules.Check(applies, value => value is >= 1 and <= 10_000, "must be from 1 to 10000");
        OptionRules.Check(rate, value => value is >= 0.1 and <= 100, "must be from 0.1 to 100");
        var command = new Command("labels", "Measures how long a list of many labels takes to be in force, what it does to the frames meanwhile, and how memory grows.")
        {
            bundle, regions, labels, rounds, applies, rate, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var settings = new BenchSettings(result.GetValue(bundle)!, result.GetValue(regions)!, result.GetValue(rounds), TimeSpan.Zero, Video: null);
            var bench = new LabelsBench(
                settings, result.GetValue(labels), result.GetValue(applies), TimeSpan.FromSeconds(1 / result.GetValue(rate)), TimeProvider.System, Console.Error);
            try
            {
                Console.WriteLine(JsonSerializer.Serialize(await bench.RunAsync(cancellationToken), BenchJson.Default.LabelsReport));
                return ExitCodes.Done;
            }
            catch (Exception exception) when (exception is BundleException or InvalidOperationException or IOException or Microsoft.Extensions.Options.OptionsValidationException)
            {
                await Console.Error.WriteLineAsync($"mlr bench labels: {exception.Message}");
                return ExitCodes.Usage;
            }
        });
        return command;
    }
}
