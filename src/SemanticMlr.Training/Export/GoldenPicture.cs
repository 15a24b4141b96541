namespace SemanticMlr.Training.Export;

/// <summary>A drawn picture of the encoder's input size.</summary>
/// <param name="Png">The file.</param>
/// <param name="Brightness">Its pixels, row by row; all three colours have this value.</param>
internal sealed record GoldenPicture(byte[] Png, byte[] Brightness);
