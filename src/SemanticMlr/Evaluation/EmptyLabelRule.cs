namespace SemanticMlr.Evaluation;

/// <summary>What a mean over labels does with labels that have no positive sample.</summary>
public enum EmptyLabelRule
{
    /// <summary>Leaves them out; they are listed.</summary>
    Skip,

    /// <summary>Counts them as 0, as the papers do.</summary>
    Zero,
}
