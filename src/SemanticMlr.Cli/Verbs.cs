using System.CommandLine;
using SemanticMlr.Inference;

namespace SemanticMlr.Cli;

/// <summary>Runs the verb that the arguments name, and turns what broke into a sentence and an exit code.</summary>
internal static class Verbs
{
    /// <summary>The exit code of the verb; parse errors and unusable input give <see cref="ExitCodes.Usage"/>.</summary>
    public static int Run(RootCommand root, string[] args)
    {
        var result = root.Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                Output.Error(error.Message);
            }

            Output.Error($"Try: mlr {string.Join(' ', Path(result))}--help");
            return ExitCodes.Usage;
        }

        try
        {
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ExecutionProviderException)
        {
            Output.Error(exception.Message);
            return ExitCodes.Usage;
        }
    }

    private static IEnumerable<string> Path(ParseResult result)
    {
        var names = new Stack<string>();
        for (var command = result.CommandResult; command.Parent is System.CommandLine.Parsing.CommandResult parent; command = parent)
        {
            names.Push(command.Command.Name);
        }

        return names.Count == 0 ? names : names.Append("");
    }
}
