namespace SemanticMlr.Training.Quantisation;

/// <summary>A region of a picture as the encoder reads it.</summary>
/// <param name="Picture">Name of the picture.</param>
/// <param name="Pixels">S x S x 3 bytes.</param>
internal sealed record CalibrationFrame(string Picture, byte[] Pixels);
