using System.Text.Json.Nodes;

namespace SemanticMlr.Edge.Commands;

/// <summary>Payload of every answer.</summary>
internal sealed record CommandAnswer(
    int Schema, Guid Id, DateTimeOffset Time, bool Ok, IReadOnlyList<CommandError> Errors, JsonObject? Result);
