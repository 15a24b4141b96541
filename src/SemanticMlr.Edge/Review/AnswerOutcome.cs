namespace SemanticMlr.Edge.Review;

/// <summary>What became of an answer.</summary>
/// <param name="Answers">Answers to the item so far, or 0 where this one was not stored.</param>
/// <param name="IsKnown">Whether the item is on the device.</param>
/// <param name="UnknownLabels">Labels of the answer that the item's list does not have.</param>
/// <param name="Fault">Why it could not be written, or null.</param>
public sealed record AnswerOutcome(int Answers, bool IsKnown, IReadOnlyList<string> UnknownLabels, string? Fault);
