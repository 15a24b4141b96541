using static TorchSharp.torch;

namespace SemanticMlr.Training.Losses;

/// <summary>The published ranking hinge (sigrl.md 2.7): for every image, pairs of a positive and a negative label that are less than 1 apart.</summary>
internal static class RankingLoss
{
    /// <summary>Mean over the images, of the sum of the violations over their number; images without a pair count as 0.</summary>
    /// <param name="scores">[B, C].</param>
    /// <param name="observed">Unknown cells make no pair.</param>
    public static Tensor Of(Tensor scores, Observations observed)
    {
        var pairs = observed.Present.unsqueeze(2) * observed.Absent.unsqueeze(1);
        var violations = (1 + scores.unsqueeze(1) - scores.unsqueeze(2)).clamp_min(0) * pairs;
        var violated = violations.gt(0).to_type(scores.dtype).sum([1, 2]);
        return (violations.sum([1, 2]) / (violated + 1e-8)).mean();
    }
}
