namespace SemanticMlr.Recognition;

/// <summary>What was recognised in the regions of one image.</summary>
/// <param name="Logits">Per region, one logit per label.</param>
/// <param name="Probabilities">Per region, one calibrated probability per label, 0..1.</param>
/// <param name="Timing">Where the time went.</param>
public sealed record RecognitionResult(
    IReadOnlyList<float[]> Logits,
    IReadOnlyList<float[]> Probabilities,
    RecognitionTiming Timing);
