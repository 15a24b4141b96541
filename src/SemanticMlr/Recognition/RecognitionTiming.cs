namespace SemanticMlr.Recognition;

/// <summary>Where the time of recognition went, in milliseconds.</summary>
/// <param name="Preprocess">Cutting and resizing regions.</param>
/// <param name="Encode">The image encoder.</param>
/// <param name="Head">The head and the calibration.</param>
public readonly record struct RecognitionTiming(double Preprocess, double Encode, double Head)
{
    /// <summary>All of it.</summary>
    public double Total => Preprocess + Encode + Head;

    /// <summary>Adds part by part.</summary>
    public static RecognitionTiming operator +(RecognitionTiming left, RecognitionTiming right) => Add(left, right);

    /// <summary>Adds part by part.</summary>
    public static RecognitionTiming Add(RecognitionTiming left, RecognitionTiming right) =>
        new(left.Preprocess + right.Preprocess, left.Encode + right.Encode, left.Head + right.Head);
}
