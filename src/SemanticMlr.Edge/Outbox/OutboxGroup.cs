namespace SemanticMlr.Edge.Outbox;

/// <summary>What is stored with one commit.</summary>
/// <param name="Entries">The messages that are not on disk, in order.</param>
/// <param name="Removed">The places of those that were acknowledged or given up.</param>
/// <param name="LastPlace">The highest place that was given.</param>
internal sealed record OutboxGroup(
    IReadOnlyList<OutboxEntry> Entries, IReadOnlyList<(OutboxClass Class, long Place)> Removed, long LastPlace);
