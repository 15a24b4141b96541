using System.CommandLine;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bundle</c>: what is known of a bundle without data.</summary>
internal static class BundleCommand
{
    public static Command Create() => new("bundle", "Describes or verifies a model bundle.")
    {
        BundleInfoCommand.Create(),
        BundleVerifyCommand.Create(),
    };
}
