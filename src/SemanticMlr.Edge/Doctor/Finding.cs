namespace SemanticMlr.Edge.Doctor;

/// <summary>What was found of one thing that the agent needs.</summary>
/// <param name="Subject">The thing, as <c>camera cam1</c>.</param>
/// <param name="Verdict">What it means.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do, or null where nothing is to be done.</param>
public sealed record Finding(string Subject, Verdict Verdict, string Text, string? Remedy = null);
