namespace SemanticMlr.Edge.Outbox;

/// <summary>The oldest stored messages of one class that were given up together.</summary>
/// <param name="Class">The class.</param>
/// <param name="After">The place behind which they lie.</param>
/// <param name="Messages">The messages in order, at least one.</param>
/// <param name="Reason">Why.</param>
internal sealed record DroppedRun(OutboxClass Class, long After, IReadOnlyList<StoredMessage> Messages, DropReason Reason);
