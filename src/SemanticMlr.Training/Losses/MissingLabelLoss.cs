using SemanticMlr.Training.Recipes.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Losses;

/// <summary>The loss of a recipe over a batch of which some labels are unknown.</summary>
/// <param name="recipe">Kind and numbers.</param>
/// <param name="pseudo">What earlier passes made of unknown cells; used by the kinds that make pseudo-labels.</param>
internal sealed class MissingLabelLoss(HeadLossRecipe recipe, PseudoLabels pseudo)
{
    /// <summary>The loss, a scalar.</summary>
    /// <param name="logits">[B, C].</param>
    /// <param name="observed">What is known.</param>
    /// <param name="cells">The samples of the batch, as rows of the pseudo-labels.</param>
    /// <param name="labels">The labels trained on, as columns of them.</param>
    /// <param name="pass">Number of the pass, from 0.</param>
    public Tensor Of(Tensor logits, Observations observed, ReadOnlySpan<int> cells, ReadOnlySpan<int> labels, int pass)
    {
        var known = CellLosses.Positive(logits) * observed.Present + CellLosses.Negative(logits) * observed.Absent;
        return recipe.Kind switch
        {
            HeadLossKind.Ranking => RankingLoss.Of(logits, recipe.UnknownIsNegative ? observed.AssumingNegatives() : observed),
            HeadLossKind.KnownOnly => known.sum() / (observed.Present + observed.Absent).sum().clamp_min(1),
            HeadLossKind.AssumeNegative => (known + CellLosses.Negative(logits) * observed.Unknown).mean(),
            HeadLossKind.EntropyMaximisation => (known + recipe.Entropy * CellLosses.NegativeEntropy(logits) * observed.Unknown).mean(),
            HeadLossKind.AsymmetricPseudoLabels => WithPseudoLabels(logits, observed, known, cells, labels, recipe.PseudoNegativeWeight),
            HeadLossKind.PseudoPositives => WithPseudoLabels(logits, observed, known, cells, labels, recipe.PseudoPositiveWeight),
            HeadLossKind.LargeLossRejection => LargeLossRejection.Of(logits, observed, Math.Clamp((pass - recipe.WarmUpPasses) * recipe.RejectedPerPass / 100, 0, 1)),
            HeadLossKind.Asymmetric => AsymmetricLoss.Of(logits, observed.Present, recipe.FocusNegatives, recipe.Clip),
            _ => throw new ArgumentOutOfRangeException(nameof(logits), recipe.Kind, "There is no such loss."),
        };
    }

    private Tensor WithPseudoLabels(Tensor logits, Observations observed, Tensor known, ReadOnlySpan<int> cells, ReadOnlySpan<int> labels, double weight)
    {
        var (targets, given) = pseudo.Take(cells, labels);
        var open = observed.Unknown * (1 - given);
        var guessed = observed.Unknown * given;
        return (known + recipe.Entropy * CellLosses.NegativeEntropy(logits) * open + weight * CellLosses.Soft(logits, targets) * guessed).mean();
    }
}
