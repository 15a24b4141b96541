namespace SemanticMlr.Recognition;

/// <summary>How the logit of one label becomes a probability and a decision.</summary>
/// <param name="Scale">The factor a of <c>sigmoid(a * logit + b)</c>.</param>
/// <param name="Bias">The summand b.</param>
/// <param name="Threshold">The probability from which the label holds, 0..1.</param>
/// <param name="Provisional">Whether no calibration is known for this encoder, head, list and label.</param>
public sealed record LabelCalibration(double Scale, double Bias, double Threshold, bool Provisional)
{
    /// <summary>What holds where nothing was calibrated.</summary>
    public static LabelCalibration Unknown { get; } = new(1, 0, 0.5, Provisional: true);

    /// <summary>The probability of a logit (Platt 1999), below 1.</summary>
    public float Probability(float logit) => Probability(Scale, Bias, logit);

    /// <summary>sigmoid(a * logit + b); what would round to 1 stays just below, so that a threshold of 1 is never reached.</summary>
    internal static float Probability(double scale, double bias, float logit) =>
        Math.Min((float)(1 / (1 + Math.Exp(-(scale * logit + bias)))), MathF.BitDecrement(1));
}
