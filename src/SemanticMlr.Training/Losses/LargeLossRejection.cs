using static TorchSharp.torch;

namespace SemanticMlr.Training.Losses;

/// <summary>LL-R (Kim et al. 2022, "Large Loss Matters in Weakly Supervised Multi-Label Classification", equation 5): a negative that was only assumed and costs much is likely a missed positive.</summary>
internal static class LargeLossRejection
{
    /// <summary>Mean over the cells of cross-entropy with assumed negatives, the largest of those left out.</summary>
    /// <param name="logits">[B, C].</param>
    /// <param name="observed">What is known.</param>
    /// <param name="share">Share of the unknown cells of the batch that are left out: 0 to 1.</param>
    public static Tensor Of(Tensor logits, Observations observed, double share)
    {
        var positive = CellLosses.Positive(logits) * observed.Present;
        var known = CellLosses.Negative(logits) * observed.Absent;
        var assumed = CellLosses.Negative(logits) * observed.Unknown;
        return (positive + known + assumed * Kept(assumed.detach(), observed.Unknown, share)).mean();
    }

    /// <summary>1 for the cells that stay, 0 for the unknown ones that cost most [B, C].</summary>
    /// <param name="losses">What each unknown cell costs as a negative, 0 where it is known [B, C].</param>
    /// <param name="unknown">1 for unknown cells, else 0 [B, C].</param>
    /// <param name="share">Share of the unknown cells that are left out: 0 to 1.</param>
    public static Tensor Kept(Tensor losses, Tensor unknown, double share)
    {
        var rejected = (int)(share * unknown.sum().item<float>());
        return rejected > 0 ? losses.lt(losses.flatten().topk(rejected).values.min()).to_type(ScalarType.Float32) : ones_like(losses);
    }
}
