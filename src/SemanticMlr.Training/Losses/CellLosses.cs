using static TorchSharp.torch;

namespace SemanticMlr.Training.Losses;

/// <summary>Losses of single cells, [B, C] each, from logits.</summary>
internal static class CellLosses
{
    /// <summary>-log p: what a positive costs.</summary>
    public static Tensor Positive(Tensor logits) => nn.functional.softplus(-logits);

    /// <summary>-log(1 - p): what a negative costs.</summary>
    public static Tensor Negative(Tensor logits) => nn.functional.softplus(logits);

    /// <summary>Cross-entropy with a target from 0 to 1.</summary>
    public static Tensor Soft(Tensor logits, Tensor target) => target * Positive(logits) + (1 - target) * Negative(logits);

    /// <summary>-H(p) = p log p + (1 - p) log(1 - p): lowest where the model is least sure (sigrl.md 2.9).</summary>
    public static Tensor NegativeEntropy(Tensor logits)
    {
        var probability = logits.sigmoid();
        return -(probability * Positive(logits) + (1 - probability) * Negative(logits));
    }
}
