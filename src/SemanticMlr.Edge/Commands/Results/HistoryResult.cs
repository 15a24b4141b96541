using SemanticMlr.Edge.Mqtt.Messages;

namespace SemanticMlr.Edge.Commands.Results;

/// <summary>Result of <c>labels/history</c>.</summary>
/// <param name="List">The list in force.</param>
/// <param name="Activation">The number of its activation.</param>
/// <param name="NextVersion">The version that the next list must have.</param>
/// <param name="Kept">The lists that are kept, the one in force first.</param>
/// <param name="Activations">The last activations, the latest first.</param>
/// <param name="Audit">Where the audit log ends.</param>
internal sealed record HistoryResult(
    ListReference List,
    long Activation,
    int NextVersion,
    IReadOnlyList<KeptListResult> Kept,
    IReadOnlyList<ActivationResult> Activations,
    AuditResult Audit);
