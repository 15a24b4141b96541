using System.CommandLine;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr head</c>: what is known of a head without data.</summary>
internal static class HeadCommand
{
    public static Command Create() => new("head", "Checks a head and says what it costs.")
    {
        HeadBenchCommand.Create(),
        HeadCheckCommand.Create(),
        HeadCostCommand.Create(),
    };
}
