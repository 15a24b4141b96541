namespace SemanticMlr.Edge.Rollout;

/// <summary>Why a list or an order is refused, or what is worth knowing about it.</summary>
/// <param name="Code">A word for programs, as <c>version-conflict</c>.</param>
/// <param name="Path">JSON pointer into the request.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record ListFault(string Code, string Path, string Message);
