namespace SemanticMlr.Edge.Labels;

/// <summary>Why a list is in force.</summary>
/// <param name="Action">What put it in force.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Person">Who says to have done it, a claim; null where nobody says so.</param>
/// <param name="Key">Id of the key that signed the order, or null.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record ListChange(ListAction Action, DateTimeOffset Time, string? Person = null, string? Key = null, string? Reason = null);
