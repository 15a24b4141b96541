using System.CommandLine;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr data</c>: work on data sets.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Works on data sets.")
    {
        DataMaskCommand.Create(),
    };
}
