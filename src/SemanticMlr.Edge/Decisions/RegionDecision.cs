namespace SemanticMlr.Edge.Decisions;

/// <summary>What holds in one region.</summary>
/// <param name="Region">The region's name.</param>
/// <param name="Labels">Labels that are on and labels that just turned off.</param>
public sealed record RegionDecision(string Region, IReadOnlyList<LabelDecision> Labels);
