namespace SemanticMlr.Edge.Commands;

/// <summary>Why a command was not carried out.</summary>
/// <param name="Code">A word for programs, as <c>unknown-label</c>.</param>
/// <param name="Path">JSON pointer into the request; empty where the request as a whole is meant.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record CommandError(string Code, string Path, string Message);
