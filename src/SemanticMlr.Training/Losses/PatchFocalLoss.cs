using static TorchSharp.torch;

namespace SemanticMlr.Training.Losses;

/// <summary>Focal loss that forgives patches near a centre (Law and Deng 2018, "CornerNet", equation 1; alpha 2, beta 4).</summary>
internal static class PatchFocalLoss
{
    /// <summary>The loss per centre, a scalar.</summary>
    /// <param name="logits">[B, P, C].</param>
    /// <param name="targets">[B, P, C], 0..1; exactly 1 in the patch that holds a centre.</param>
    /// <param name="kept">1 for the samples and labels that count, 0 for those left out [B, C].</param>
    public static Tensor Of(Tensor logits, Tensor targets, Tensor kept)
    {
        var probability = logits.sigmoid();
        var centre = targets.eq(1).to_type(ScalarType.Float32);
        var missed = nn.functional.softplus(-logits) * (1 - probability).pow(2) * centre;
        var raised = nn.functional.softplus(logits) * probability.pow(2) * (1 - targets).pow(4) * (1 - centre) * kept.unsqueeze(1);
        return (missed + raised).sum() / centre.sum().clamp_min(1);
    }
}
