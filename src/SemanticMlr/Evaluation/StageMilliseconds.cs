namespace SemanticMlr.Evaluation;

/// <summary>Mean time per image with all its samples, in milliseconds.</summary>
/// <param name="Preprocess">Cutting out and resizing.</param>
/// <param name="Encode">The image encoder.</param>
/// <param name="Head">The head, with calibration.</param>
/// <param name="Total">The three together.</param>
public sealed record StageMilliseconds(double Preprocess, double Encode, double Head, double Total);
