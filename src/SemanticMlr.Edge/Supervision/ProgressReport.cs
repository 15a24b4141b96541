namespace SemanticMlr.Edge.Supervision;

/// <summary>Whether a part of the agent gets on.</summary>
/// <param name="Name">The part.</param>
/// <param name="IsStuck">Whether it has not got on for longer than it may.</param>
/// <param name="Silence">How long ago it last got on, or had nothing to do.</param>
/// <param name="Text">What it is at.</param>
internal sealed record ProgressReport(string Name, bool IsStuck, TimeSpan Silence, string Text);
