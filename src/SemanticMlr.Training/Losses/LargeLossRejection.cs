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
        var rejected = (long)(share * observed.Unknown.sum().item<float>());
        if (rejected > 0)
        {
            var threshold = assumed.detach().flatten().topk((int)rejected).values.min();
            assumed = assumed * assumed.detach().lt(threshold).to_type(ScalarType.Float32);
        }

        return (positive + known + assumed).mean();
    }
}
