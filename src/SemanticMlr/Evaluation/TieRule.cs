namespace SemanticMlr.Evaluation;

/// <summary>What average precision does with samples of equal score.</summary>
public enum TieRule
{
    /// <summary>Ranks them in the order of the samples: a stable sort, as the zero-shot papers' code.</summary>
    Order,

    /// <summary>Gives them one rank together, that of the last: the order of the samples does not count (scikit-learn's <c>average_precision_score</c>).</summary>
    Together,
}
