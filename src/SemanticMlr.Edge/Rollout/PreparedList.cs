using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Rollout;

/// <summary>A proposed list, ready to be put in force.</summary>
internal sealed record PreparedList
{
    /// <summary>What was proposed.</summary>
    public required ProposedList Proposal { get; init; }

    /// <summary>What is in force meanwhile.</summary>
    public required RecognitionSnapshot Before { get; init; }

    /// <summary>Label table, calibration and thresholds of the proposal.</summary>
    public required RecognitionSnapshot Snapshot { get; init; }

    /// <summary>The calibration to keep with the list, or null where what is there rules every label.</summary>
    public required CalibrationFile? Calibration { get; init; }

    /// <summary>What it changes.</summary>
    public required LabelListDifference Difference { get; init; }

    /// <summary>What is worth knowing before it is applied.</summary>
    public required IReadOnlyList<ListFault> Warnings { get; init; }

    /// <summary>Scores of the pictures under the list in force and the proposal, or null where none were needed.</summary>
    public required TrialScores? Scores { get; init; }
}
