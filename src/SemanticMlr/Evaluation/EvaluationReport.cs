namespace SemanticMlr.Evaluation;

/// <summary>What <c>mlr eval</c> found. All figures from 0 to 1.</summary>
public sealed record EvaluationReport
{
    /// <summary>Mean of the average precisions, or null where no label has positives.</summary>
    public double? Map { get; init; }

    /// <summary>Average precision per label id; null for a label without positives.</summary>
    public required IReadOnlyDictionary<string, double?> Ap { get; init; }

    /// <summary>The labels without positives.</summary>
    public required IReadOnlyList<string> WithoutPositives { get; init; }

    /// <summary>F1 over all decisions at the calibrated thresholds.</summary>
    public double MicroF1 { get; init; }

    /// <summary>Mean of the labels' F1 at the calibrated thresholds.</summary>
    public double MacroF1 { get; init; }

    /// <summary>Micro F1 when the three best labels of each sample are said.</summary>
    public double F1At3 { get; init; }

    /// <summary>Micro F1 when the five best labels of each sample are said.</summary>
    public double F1At5 { get; init; }

    /// <summary>Images looked at.</summary>
    public int Images { get; init; }

    /// <summary>Samples: whole images, parts or tiles.</summary>
    public int Samples { get; init; }

    /// <summary>The head that scored, or null where another system did.</summary>
    public string? Head { get; init; }

    /// <summary>The execution provider that was live, or null where another system scored.</summary>
    public string? Provider { get; init; }

    /// <summary>Where the time went, or null where another system scored.</summary>
    public StageMilliseconds? Milliseconds { get; init; }

    /// <summary>The file of the encoder's form that ran; null for the scores of another system.</summary>
    public string? Encoder { get; init; }

    /// <summary>Identity of the bundle, as <c>pcb-defects@3</c>.</summary>
    public string? Bundle { get; init; }

    /// <summary>The grid that images were cut by, or null for whole images.</summary>
    public string? Grid { get; init; }

    /// <summary>95 % interval of <see cref="Map"/> by drawing images again, or null where there are too few.</summary>
    public Interval? MapInterval { get; init; }

    /// <summary>Labels whose threshold is a default that nothing was calibrated for.</summary>
    public required IReadOnlyList<string> Provisional { get; init; }

    /// <summary>The figures label by label, in the order of the list.</summary>
    public required IReadOnlyList<LabelReport> Labels { get; init; }

    /// <summary>The choice of labels that was asked for, or null for the whole list.</summary>
    public string? LabelSet { get; init; }

    /// <summary>What means did with labels without positives.</summary>
    public required EmptyLabelRule Empty { get; init; }

    /// <summary>What average precision did with samples of equal score.</summary>
    public required TieRule Ties { get; init; }

    /// <summary>Precision, recall and F1 of the best 1, 3 and 5 labels of each sample.</summary>
    public required IReadOnlyList<TopLabelsReport> TopLabels { get; init; }

    /// <summary>Pointing game: share of samples, over all labels, where the maximum of the relevance map lies in a box of the label or at most 15 pixels away; of samples where the label is present and said. Null without boxes or without an explain file.</summary>
    public double? Pointing { get; init; }
}
