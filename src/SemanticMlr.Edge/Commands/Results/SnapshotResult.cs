namespace SemanticMlr.Edge.Commands.Results;

/// <summary>Result of <c>snapshot</c>.</summary>
/// <param name="Camera">The camera.</param>
/// <param name="Frame">The frame's count within its camera.</param>
/// <param name="Time">When it was captured.</param>
/// <param name="Width">Columns of the picture.</param>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Jpeg">The picture.</param>
internal sealed record SnapshotResult(string Camera, long Frame, DateTimeOffset Time, int Width, int Height, byte[] Jpeg);
