using System.CommandLine;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels keygen</c>: makes a key pair for signing label lists.</summary>
internal static class LabelsKeygenCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The file for the private key (PEM); the public one goes beside it as .jwk.", Required = true };
        var id = new Option<string?>("--kid") { Description = "The name of the key in signatures and audit logs, as ada-2026; its thumbprint otherwise." };
        OptionRules.Check(id, value => value is null || (value.Length is > 0 and <= 128 && !value.Any(char.IsControl)), "must have 1 to 128 characters");
        var command = new Command("keygen", "Makes a key pair (ES256): a private key to sign with, a public one for Labels:TrustedKeys.") { output, id };
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(output);
            using var key = SigningKey.Create(result.GetValue(id));
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            // Never over another key: what it signed could not be signed again.
            using (var writer = new StreamWriter(path, options))
            {
                writer.WriteLine(key.ExportPem());
            }

            var publicPath = Path.ChangeExtension(path, ".jwk");
            File.WriteAllText(publicPath, key.PublicKey + "\n");
            Console.Out.WriteLine($"Key {key.Id}: private in {path} (keep it to yourself), public in {publicPath} (Labels:TrustedKeys of the devices).");
            return ExitCodes.Done;
        });
        return command;
    }
}
