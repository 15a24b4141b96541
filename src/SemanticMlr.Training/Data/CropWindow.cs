namespace SemanticMlr.Training.Data;

/// <summary>Where a training crop lies in its image.</summary>
/// <param name="X">Left edge of the region without its margin, in pixels.</param>
/// <param name="Y">Upper edge of the region without its margin, in pixels.</param>
/// <param name="Side">Side of the region, in pixels.</param>
/// <param name="Symmetry">Which of the eight symmetries of the square is applied: 0 (none) to 7.</param>
internal readonly record struct CropWindow(float X, float Y, float Side, int Symmetry);
