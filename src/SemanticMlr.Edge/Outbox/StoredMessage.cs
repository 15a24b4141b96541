namespace SemanticMlr.Edge.Outbox;

/// <summary>Where a stored message stands, without its payload.</summary>
/// <param name="Place">Its place.</param>
/// <param name="At">When it was appended, in milliseconds of <see cref="OutboxClock"/>.</param>
/// <param name="Bytes">Length of its payload.</param>
/// <param name="Camera">Its camera, or null.</param>
/// <param name="Epoch">The start of the agent that numbered it; 0 for none.</param>
/// <param name="Number">Its number within camera and class; 0 for none.</param>
internal readonly record struct StoredMessage(long Place, long At, long Bytes, string? Camera, long Epoch, long Number);
