using SemanticMlr.Edge.Labels;

namespace SemanticMlr.Edge.Rollout;

/// <summary>What came of an order to change the list.</summary>
/// <param name="InForce">The list in force from now on; null where it was refused.</param>
/// <param name="Changed">Whether that is another one than before.</param>
/// <param name="Faults">Why it was refused.</param>
/// <param name="Prepared">What was prepared for it, or null.</param>
internal sealed record UpdateOutcome(ListInForce? InForce, bool Changed, IReadOnlyList<ListFault> Faults, PreparedList? Prepared = null)
{
    /// <summary>Refused for one reason.</summary>
    public static UpdateOutcome Refused(string code, string path, string message) => new(null, false, [new ListFault(code, path, message)]);
}
