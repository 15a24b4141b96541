namespace SemanticMlr.Edge.Mqtt;

/// <summary>Why the list is in force, as published.</summary>
/// <param name="Action">What put it in force: <c>start</c>, <c>apply</c>, <c>rollback</c>, <c>canary</c> or <c>expired</c>.</param>
/// <param name="Time">When.</param>
/// <param name="Person">Who says to have done it: a claim.</param>
/// <param name="Key">The key that signed the order.</param>
/// <param name="Reason">Why.</param>
public sealed record LabelsChange(string Action, DateTimeOffset Time, string? Person, string? Key, string? Reason)
{
    /// <summary>Whether the device did it by itself.</summary>
    public bool IsByItself() => Action is "canary" or "expired";
}
