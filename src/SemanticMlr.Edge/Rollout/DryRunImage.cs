namespace SemanticMlr.Edge.Rollout;

/// <summary>A frame on which a new or changed label scores highest.</summary>
/// <param name="Label">The label.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Camera">The camera.</param>
/// <param name="Region">The region.</param>
/// <param name="Frame">The frame's count within its camera.</param>
/// <param name="Time">When it was captured, UTC.</param>
/// <param name="Width">Columns of the picture.</param>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Jpeg">The picture.</param>
internal sealed record DryRunImage(
    string Label, double Score, string Camera, string Region, long Frame, DateTimeOffset Time, int Width, int Height, byte[] Jpeg);
