namespace SemanticMlr.Recognition;

/// <summary>A calibration and where it comes from.</summary>
/// <param name="Origin">Where it lies, as <c>beside the label list</c>.</param>
/// <param name="File">The calibration.</param>
public sealed record CalibrationSource(string Origin, CalibrationFile File);
