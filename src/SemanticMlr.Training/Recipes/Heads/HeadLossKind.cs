namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>How samples with missing labels are learned from. In JSON: <c>ranking</c>, <c>known-only</c>, <c>assume-negative</c>, ...</summary>
public enum HeadLossKind
{
    /// <summary>The published ranking hinge over pairs of a positive and a negative (sigrl.md 2.7); unknown cells make no pair.</summary>
    Ranking,

    /// <summary>Binary cross-entropy over the cells that are known.</summary>
    KnownOnly,

    /// <summary>Binary cross-entropy that takes unknown cells for negatives.</summary>
    AssumeNegative,

    /// <summary>Cross-entropy on known cells, entropy raised on unknown ones (Zhou et al. 2022, "Acknowledging the Unknown", equation 4).</summary>
    EntropyMaximisation,

    /// <summary>The same with negative pseudo-labels that grow from pass to pass (ibid., section 3.3).</summary>
    AsymmetricPseudoLabels,

    /// <summary>Assumed negatives of large loss do not count, more of them from pass to pass (Kim et al. 2022, "Large Loss Matters", LL-R).</summary>
    LargeLossRejection,

    /// <summary>Unknown cells that the running average is sure of count as smoothed positives, the others as in entropy maximisation (after VLPL, Xing et al. 2024).</summary>
    PseudoPositives,

    /// <summary>Asymmetric loss; unknown cells are taken for negatives (Ridnik et al. 2021, "Asymmetric Loss").</summary>
    Asymmetric,
}
