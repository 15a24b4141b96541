using System.Text.Json.Nodes;

namespace SemanticMlr.Cli.Devices;

/// <summary>Shows what a device found when it tried a list.</summary>
internal static class DryRunOutput
{
    /// <summary>Prints the answer: one line of JSON, or tables.</summary>
    /// <returns>The exit code: 1 where the device refused.</returns>
    public static int Show(JsonObject answer, bool json)
    {
        if (json || answer["result"] is not JsonObject result)
        {
            return AnswerOutput.Show(answer, json, "");
        }

        Output.Table(
            $"{AnswerOutput.Text(result["frames"])} frames, {AnswerOutput.Text(result["regions"])} regions; alarms a frame {AnswerOutput.Text(result["alarmsPerFrame"])}, now {AnswerOutput.Text(result["alarmsPerFrameBefore"])}",
            ["label", "change", "threshold", "median", "p99", "max", "fires", "now"],
            result["labels"]!.AsArray().Select(label => new[]
            {
                AnswerOutput.Text(label!["id"]),
                AnswerOutput.Text(label["change"]),
                label["provisional"]!.GetValue<bool>() ? $"{Number(label["threshold"])} (provisional)" : Number(label["threshold"]),
                Number(label["scores"]!["p50"]),
                Number(label["scores"]!["p99"]),
                Number(label["scores"]!["max"]),
                AnswerOutput.Text(label["fires"]),
                AnswerOutput.Text(label["firedBefore"]),
            }));
        AnswerOutput.Faults("warnings", result["warnings"]);
        return ExitCodes.Done;
    }

    private static string Number(JsonNode? value) => value is null ? "-" : FormattableString.Invariant($"{value.GetValue<double>():0.000}");
}
