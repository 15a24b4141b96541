namespace SemanticMlr.Training.Checkpoints;

/// <summary>One file of a checkpoint.</summary>
/// <param name="File">Its name.</param>
/// <param name="Write">Writes what it holds.</param>
/// <param name="Read">Takes it up; throws on damaged bytes.</param>
internal sealed record CheckpointPart(string File, Action<BinaryWriter> Write, Action<BinaryReader> Read);
