using System.Text.Json.Nodes;

namespace SemanticMlr.Cli.Devices;

/// <summary>Shows the answer of an agent.</summary>
internal static class AnswerOutput
{
    /// <summary>Prints an answer: one line of JSON, or a table of errors and warnings and a sentence.</summary>
    /// <returns>The exit code: 1 where the agent refused.</returns>
    public static int Show(JsonObject answer, bool json, string done)
    {
        var isDone = answer["ok"]?.GetValue<bool>() == true;
        if (json)
        {
            Output.Json(answer, CliJson.Default.JsonObject);
            return isDone ? ExitCodes.Done : ExitCodes.CheckFailed;
        }

        Faults("refused", answer["errors"]);
        Faults("warnings", answer["result"]?["warnings"]);
        if (isDone)
        {
            var result = answer["result"];
            Console.Out.WriteLine($"{done} {Text(result?["list"]?["id"])} version {Text(result?["list"]?["version"])}, activation {Text(result?["activation"])}.");
        }

        return isDone ? ExitCodes.Done : ExitCodes.CheckFailed;
    }

    /// <summary>A value of an answer as a cell.</summary>
    public static string Text(JsonNode? value) => value?.ToString() ?? "-";

    /// <summary>A table of faults or warnings, where there are any.</summary>
    public static void Faults(string title, JsonNode? faults)
    {
        if (faults is JsonArray { Count: > 0 } array)
        {
            Output.Table(title, ["code", "where", "what"], array.Select(fault => new[] { Text(fault?["code"]), Text(fault?["path"]), Text(fault?["message"]) }));
        }
    }
}
