using System.CommandLine;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels sign</c>: signs a label list.</summary>
internal static class LabelsSignCommand
{
    public static Command Create()
    {
        var list = new Option<string>("--list") { Description = "The label list.", Required = true };
        var key = new Option<string>("--key") { Description = "The private key (PEM).", Required = true };
        var id = new Option<string?>("--kid") { Description = "The name of the key, where keygen gave it one; its thumbprint otherwise." };
        var output = new Option<string>("--out") { Description = "The file for the signed list.", Required = true };
        var command = new Command("sign", "Signs a label list: flattened JSON Web Signature, ES256.") { list, key, id, output };
        command.SetAction(result =>
        {
            var file = LabelFile.Read(result.GetRequiredValue(list));
            using var signing = SigningKeyFile.Read(result.GetRequiredValue(key), result.GetValue(id));
            File.WriteAllText(result.GetRequiredValue(output), signing.Sign(file.Json, SignedPayload.ListType) + "\n");
            Console.Out.WriteLine($"{result.GetRequiredValue(output)}: {file.List.Id} version {file.List.Version}, {file.List.Labels.Count} labels, signed by {signing.Id}.");
            return ExitCodes.Done;
        });
        return command;
    }
}
