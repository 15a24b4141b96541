using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using SemanticMlr.Cli.Devices;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels rollback</c>: has a device put a kept list in force again.</summary>
internal static class LabelsRollbackCommand
{
    public static Command Create()
    {
        var device = new DeviceOptions();
        var version = new Option<int?>("--to") { Description = "The version; otherwise the newest one below that in force." };
        var key = new Option<string?>("--key") { Description = "The private key (PEM) to sign the order with." };
        var id = new Option<string?>("--kid") { Description = "The name of the key, where it is not that of the public key beside it." };
        var person = new Option<string?>("--person") { Description = "Who does it; goes into the audit log.", DefaultValueFactory = _ => Environment.UserName };
        var reason = new Option<string?>("--reason") { Description = "Why; goes into the audit log." };
        var json = new Option<bool>("--json") { Description = "Print the answer as one line of JSON." };
        var command = new Command("rollback", "Has a device put a kept label list in force again; exit code 1 where it refuses.") { version, key, id, person, reason, json };
        device.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = await device.ConnectAsync(result, cancellationToken);
            var current = await client.SendAsync("labels/get", [], cancellationToken);
            if (current["result"]?["activation"] is not { } activation)
            {
                return AnswerOutput.Show(current, result.GetValue(json), "");
            }

            var order = new JsonObject { ["schema"] = 1, ["activation"] = activation.DeepClone(), ["person"] = result.GetValue(person) };
            if (result.GetValue(version) is { } wanted)
            {
                order["version"] = wanted;
            }

            if (result.GetValue(reason) is { } why)
            {
                order["reason"] = why;
            }

            var request = order;
            if (result.GetValue(key) is { } path)
            {
                using var signing = SigningKeyFile.Read(path, result.GetValue(id));
                request = new JsonObject { ["jws"] = JsonNode.Parse(signing.Sign(Encoding.UTF8.GetBytes(order.ToJsonString()), SignedPayload.RollbackType)) };
            }

            return AnswerOutput.Show(await client.SendAsync("labels/rollback", request, cancellationToken), result.GetValue(json), "In force:");
        });
        return command;
    }
}
