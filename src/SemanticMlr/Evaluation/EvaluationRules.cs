namespace SemanticMlr.Evaluation;

/// <summary>What papers do in different ways.</summary>
/// <param name="Empty">Labels without positives in means over labels.</param>
/// <param name="Ties">Samples of equal score in average precision.</param>
public sealed record EvaluationRules(EmptyLabelRule Empty = EmptyLabelRule.Skip, TieRule Ties = TieRule.Order);
