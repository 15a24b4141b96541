using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using SemanticMlr.Cli.Devices;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels push</c>: sends a list to a device.</summary>
internal static class LabelsPushCommand
{
    public static Command Create()
    {
        var device = new DeviceOptions();
        var list = new Option<string>("--list") { Description = "The label list, plain or signed.", Required = true };
        var key = new Option<string?>("--key") { Description = "The private key (PEM) to sign with." };
        var id = new Option<string?>("--kid") { Description = "The name of the key, where it is not that of the public key beside it." };
        var next = new Option<bool>("--next") { Description = "Gives the list the version that the device expects next." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tries the list on the frames that the device keeps." };
        var validate = new Option<bool>("--validate") { Description = "Only has the device check the list." };
        var person = new Option<string?>("--person") { Description = "Who does it; goes into the audit log.", DefaultValueFactory = _ => Environment.UserName };
        var reason = new Option<string?>("--reason") { Description = "Why; goes into the audit log." };
        var json = new Option<bool>("--json") { Description = "Print the answer as one line of JSON." };
        var command = new Command("push", "Sends a label list to a device, which applies it between two frames; exit code 1 where it refuses.")
        {
            list, key, id, next, dryRun, validate, person, reason, json,
        };
        device.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(dryRun) && result.GetValue(validate))
            {
                result.AddError("--dry-run and --validate: choose one.");
            }
        });
        command.SetAction(async (result, cancellationToken) =>
        {
            var file = LabelFile.Read(result.GetRequiredValue(list));
            await using var client = await device.ConnectAsync(result, cancellationToken);
            if (result.GetValue(next))
            {
                var current = await client.SendAsync("labels/get", [], cancellationToken);
                if (current["result"]?["nextVersion"] is not { } version)
                {
                    return AnswerOutput.Show(current, result.GetValue(json), "");
                }

                file = file.WithVersion(version.GetValue<int>());
            }

            var request = Compose(file, result.GetValue(key), result.GetValue(id));
            request["person"] = result.GetValue(person);
            if (result.GetValue(reason) is { } why)
            {
                request["reason"] = why;
            }

            var verb = result.GetValue(dryRun) ? "labels/dry-run" : result.GetValue(validate) ? "labels/validate" : "labels/apply";
            var answer = await client.SendAsync(verb, request, cancellationToken);
            return result.GetValue(dryRun) ? DryRunOutput.Show(answer, result.GetValue(json)) : AnswerOutput.Show(answer, result.GetValue(json), verb == "labels/apply" ? "In force:" : "Sound:");
        });
        return command;
    }

    private static JsonObject Compose(LabelFile file, string? key, string? id)
    {
        if (key is not null)
        {
            using var signing = SigningKeyFile.Read(key, id);
            return new JsonObject { ["jws"] = JsonNode.Parse(signing.Sign(file.Json, SignedPayload.ListType)) };
        }

        var content = file.Content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? file.Content.AsSpan(3) : file.Content;
        return new JsonObject { [file.IsSigned ? "jws" : "list"] = JsonNode.Parse(content) };
    }
}
