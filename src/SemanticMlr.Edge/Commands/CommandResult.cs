using System.Text.Json.Nodes;

namespace SemanticMlr.Edge.Commands;

/// <summary>What became of a command.</summary>
/// <param name="Errors">Why it was not carried out; empty where it was.</param>
/// <param name="Result">What it gave, or null.</param>
public sealed record CommandResult(IReadOnlyList<CommandError> Errors, JsonObject? Result)
{
    /// <summary>Carried out.</summary>
    public static CommandResult Done(JsonObject? result = null) => new([], result);

    /// <summary>Not carried out.</summary>
    public static CommandResult Failed(params IReadOnlyList<CommandError> errors) => new(errors, null);

    /// <summary>Not carried out, for one reason.</summary>
    public static CommandResult Failed(string code, string path, string message) => Failed(new CommandError(code, path, message));
}
