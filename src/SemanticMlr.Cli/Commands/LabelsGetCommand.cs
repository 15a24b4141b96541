using System.CommandLine;
using System.Text.Json;
using SemanticMlr.Cli.Devices;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels get</c>: the list that a device has in force.</summary>
internal static class LabelsGetCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var device = new DeviceOptions();
        var output = new Option<string?>("--out") { Description = "A file for the list, with the version that the next one must have." };
        var json = new Option<bool>("--json") { Description = "Print the whole answer as one line of JSON." };
        var command = new Command("get", "Asks a device for its label list.") { output, json };
        device.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = await device.ConnectAsync(result, cancellationToken);
            var answer = await client.SendAsync("labels/get", [], cancellationToken);
            if (answer["result"]?["list"] is not { } list || result.GetValue(json))
            {
                return AnswerOutput.Show(answer, result.GetValue(json), "In force:");
            }

            var (version, next) = (list["version"]?.ToString(), answer["result"]!["nextVersion"]!.GetValue<int>());
            if (result.GetValue(output) is { } path)
            {
                list["version"] = next;
                await File.WriteAllTextAsync(path, list.ToJsonString(Indented) + "\n", cancellationToken);
                Output.Error($"{path}: version {version} is in force; change the list and push it as version {next}.");
            }
            else
            {
                Console.Out.WriteLine(list.ToJsonString(Indented));
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
