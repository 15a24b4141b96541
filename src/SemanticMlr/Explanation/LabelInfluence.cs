namespace SemanticMlr.Explanation;

/// <summary>What another label does to a label through the graph over labels.</summary>
/// <param name="Label">The other label's id.</param>
/// <param name="Difference">The logit as it is, less the logit without the other label's edges: positive where the other label raises it.</param>
public sealed record LabelInfluence(string Label, double Difference);
