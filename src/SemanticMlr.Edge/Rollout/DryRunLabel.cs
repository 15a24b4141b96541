namespace SemanticMlr.Edge.Rollout;

/// <summary>What a proposed list makes of one label on recent frames.</summary>
/// <param name="Id">The label.</param>
/// <param name="Change"><c>added</c>, <c>changed</c> or <c>same</c>.</param>
/// <param name="Threshold">The probability from which it would hold.</param>
/// <param name="Provisional">Whether that follows the rule for labels that nobody calibrated.</param>
/// <param name="Scores">Its probabilities in all regions.</param>
/// <param name="Fires">Regions in which it would hold.</param>
/// <param name="FiredBefore">Regions in which the list in force has it hold; null for a new label.</param>
/// <param name="Frames">Frames with such a region.</param>
/// <param name="LargestShift">The largest change of its probability in a region; null for a new label.</param>
internal sealed record DryRunLabel(
    string Id, string Change, double Threshold, bool Provisional, ScoreDistribution Scores, int Fires, int? FiredBefore, int Frames, double? LargestShift);
