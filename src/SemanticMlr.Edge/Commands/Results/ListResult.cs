using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Labels;

namespace SemanticMlr.Edge.Commands.Results;

/// <summary>Result of <c>labels/validate</c>, <c>labels/apply</c> and <c>labels/rollback</c>.</summary>
/// <param name="List">The list that was looked at or is in force now.</param>
/// <param name="Activation">The number of the activation in force.</param>
/// <param name="Changed">Whether another list is in force than before.</param>
/// <param name="Added">Labels that are new.</param>
/// <param name="Removed">Labels that are gone.</param>
/// <param name="Changes">Labels that changed.</param>
/// <param name="Provisional">Labels whose threshold follows the rule for those that nobody calibrated.</param>
/// <param name="Warnings">What is worth knowing.</param>
internal sealed record ListResult(
    ListReference List,
    long Activation,
    bool Changed,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<LabelChange> Changes,
    IReadOnlyList<string> Provisional,
    IReadOnlyList<ListFault> Warnings);
