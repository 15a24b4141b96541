using System.CommandLine;
using System.Text.Json;
using OpenCvSharp;
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
        catch (OperationCanceledException)
        {
            Output.Error("Interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (SentenceOf(exception) is { } sentence)
        {
            Output.Error(sentence);
            return ExitCodes.Usage;
        }
    }

    /// <summary>What to tell of an exception that input or installation can cause; null for one that only a mistake in the program can.</summary>
    internal static string? SentenceOf(Exception exception) => exception switch
    {
        IOException or UnauthorizedAccessException or InvalidDataException or ExecutionProviderException => exception.Message,
        JsonException => $"A file is not the JSON that was expected: {exception.Message}",
        OpenCVException => $"OpenCV failed: {exception.Message}",
        DllNotFoundException or TypeInitializationException =>
            $"A native library cannot be loaded: {exception.GetBaseException().Message} Training needs libtorch, which mlr brings for Linux on x64 only.",
        _ => null,
    };

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
