using static TorchSharp.torch;

namespace SemanticMlr.Training.Losses;

/// <summary>Asymmetric loss (Ridnik et al. 2021, "Asymmetric Loss For Multi-Label Classification", equation 4, no focusing of positives).</summary>
internal static class AsymmetricLoss
{
    private const double Smallest = 1e-8;

    /// <summary>Mean over the cells.</summary>
    /// <param name="logits">[B, C].</param>
    /// <param name="present">1 where the label holds, 0 elsewhere [B, C].</param>
    /// <param name="focus">Exponent gamma of negatives.</param>
    /// <param name="clip">Probability m that negatives are forgiven.</param>
    public static Tensor Of(Tensor logits, Tensor present, double focus, double clip)
    {
        var shifted = (logits.sigmoid() - clip).clamp_min(0);
        var negative = -(1 - shifted).clamp_min(Smallest).log() * shifted.pow(focus);
        return (present * CellLosses.Positive(logits) + (1 - present) * negative).mean();
    }
}
