using SemanticMlr.Recognition;

namespace SemanticMlr.Evaluation;

/// <summary>What was fitted for one label.</summary>
/// <param name="Scale">The factor of the logit, above 0.</param>
/// <param name="Bias">The summand.</param>
/// <param name="Threshold">The probability from which the label is said.</param>
/// <param name="Provisional">Whether there were too few samples to trust it.</param>
public sealed record FittedLabel(double Scale, double Bias, double Threshold, bool Provisional)
{
    /// <summary>The probability of a logit, below 1.</summary>
    public float Probability(float logit) => LabelCalibration.Probability(Scale, Bias, logit);

    /// <summary>The probabilities of many logits.</summary>
    public float[] Probabilities(ReadOnlySpan<float> logits)
    {
        var probabilities = new float[logits.Length];
        for (var sample = 0; sample < logits.Length; sample++)
        {
            probabilities[sample] = Probability(logits[sample]);
        }

        return probabilities;
    }
}
