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
            $"{Text(result["frames"])} frames, {Text(result["regions"])} regions; alarms a frame {Text(result["alarmsPerFrame"])}, now {Text(result["alarmsPerFrameBefore"])}",
            ["label", "change", "threshold", "median", "p99", "max", "fires", "now"],
            result["labels"]!.AsArray().Select(label => new[]
            {
                Text(label!["id"]),
                Text(label["change"]),
                label["provisional"]!.GetValue<bool>() ? $"{Number(label["threshold"])} (provisional)" : Number(label["threshold"]),
                Number(label["scores"]!["p50"]),
                Number(label["scores"]!["p99"]),
                Number(label["scores"]!["max"]),
                Text(label["fires"]),
                Text(label["firedBefore"]),
            }));
        if (result["warnings"] is JsonArray { Count: > 0 } warnings)
        {
            Output.Table("warnings", ["code", "where", "what"], warnings.Select(fault => new[] { Text(fault?["code"]), Text(fault?["path"]), Text(fault?["message"]) }));
        }

        return ExitCodes.Done;
    }

    private static string Text(JsonNode? value) => value?.ToString() ?? "-";

    private static string Number(JsonNode? value) => value is null ? "-" : FormattableString.Invariant($"{value.GetValue<double>():0.000}");
}
