namespace SemanticMlr.Edge.Review;

/// <summary>What a person says about a frame.</summary>
/// <param name="ReviewId">The item.</param>
/// <param name="Labels">By label id: true holds, false does not, null cannot be said.</param>
/// <param name="Reviewer">Who says so; a claim.</param>
/// <param name="Time">When.</param>
public sealed record ReviewAnswer(Guid ReviewId, IReadOnlyDictionary<string, bool?> Labels, string Reviewer, DateTimeOffset Time);
