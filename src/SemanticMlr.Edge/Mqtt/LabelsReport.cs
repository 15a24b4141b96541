namespace SemanticMlr.Edge.Mqtt;

/// <summary>The label list in force, as published.</summary>
/// <param name="ListId">Id of the list.</param>
/// <param name="Version">Version of the list.</param>
/// <param name="Activation">Number of the activation; only rises.</param>
/// <param name="Labels">The enabled labels in output order.</param>
/// <param name="Change">Why it is in force, or null where that is not known.</param>
public sealed record LabelsReport(string ListId, int Version, long Activation, IReadOnlyList<LabelReport> Labels, LabelsChange? Change = null);
