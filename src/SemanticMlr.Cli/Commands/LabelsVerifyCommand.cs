using System.CommandLine;
using SemanticMlr.Labels;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels verify</c>: checks the signature of a label list as a device does.</summary>
internal static class LabelsVerifyCommand
{
    public static Command Create()
    {
        var list = new Option<string>("--list") { Description = "The signed label list.", Required = true };
        var keys = new Option<string[]>("--key") { Description = "A trusted public key (PEM or JSON web key); may be given more than once.", Required = true, AllowMultipleArgumentsPerToken = true };
        var command = new Command("verify", "Checks the signature and the content of a signed label list; exit code 1 where either does not hold.") { list, keys };
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(list);
            using var trusted = new TrustedKeys(result.GetRequiredValue(keys));
            var signed = trusted.Verify(File.ReadAllBytes(path), SignedPayload.ListType);
            if (!signed.IsTrusted)
            {
                Output.Error($"{path}: {signed.Fault}");
                return ExitCodes.CheckFailed;
            }

            try
            {
                var content = LabelListReader.Parse(signed.Payload, path, new LabelListRules { Now = TimeProvider.System.GetUtcNow() });
                Console.Out.WriteLine($"{path}: {content.Id} version {content.Version}, {content.Labels.Count} labels, signed by {signed.Key}.");
                return ExitCodes.Done;
            }
            catch (LabelListException exception)
            {
                Output.Error(exception.Message);
                return ExitCodes.CheckFailed;
            }
        });
        return command;
    }
}
