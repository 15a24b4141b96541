using System.CommandLine;
using System.Globalization;
using SemanticMlr.Training.Modules.Heads;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr head cost</c>: multiply-adds of every head at given sizes.</summary>
internal static class HeadCostCommand
{
    public static Command Create()
    {
        var labels = Size("--labels", "Labels C.", 80);
        var patches = Size("--patches", "Patches P of an image.", 196);
        var dimension = Size("--dimension", "Length D of an embedding.", 512);
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("cost", "Counts the multiply-adds of every head for one image.") { labels, patches, dimension, json };
        command.SetAction(result =>
        {
            var costs = HeadCosts.Of(result.GetValue(dimension), result.GetValue(labels), result.GetValue(patches));
            if (result.GetValue(json))
            {
                Output.Json(costs, CliJson.Default.IReadOnlyDictionaryStringInt64);
            }
            else
            {
                Show(costs);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>A table of the counts.</summary>
    public static void Show(IReadOnlyDictionary<string, long> costs) => Output.Table(
        "multiply-adds an image",
        ["head", "count", "share of sigrl"],
        costs.Select(cost => new[]
        {
            cost.Key,
            cost.Value.ToString("N0", CultureInfo.InvariantCulture),
            $"1/{((double)costs["sigrl"] / cost.Value).ToString("N1", CultureInfo.InvariantCulture)}",
        }));

    private static Option<int> Size(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        OptionRules.Check(option, value => value is >= 1 and <= 100_000, "must be from 1 to 100000");
        return option;
    }
}
