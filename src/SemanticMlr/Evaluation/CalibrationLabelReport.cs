namespace SemanticMlr.Evaluation;

/// <summary>What <c>mlr calibrate</c> says of one label.</summary>
/// <param name="Label">The id.</param>
/// <param name="Scale">The factor of the logit.</param>
/// <param name="Bias">The summand.</param>
/// <param name="Threshold">The probability from which the label is said.</param>
/// <param name="Provisional">Whether there were too few samples to trust it.</param>
/// <param name="Positives">Samples on which the label holds.</param>
/// <param name="Negatives">Samples on which it does not.</param>
/// <param name="Recall">Expected share of what holds that is said.</param>
/// <param name="Precision">Expected share of what is said that holds.</param>
/// <param name="FalseAlarmsPer1000Frames">Expected false alarms on frames where something is known of the label; each region of a frame that is wrongly reported counts.</param>
public sealed record CalibrationLabelReport(
    string Label,
    double Scale,
    double Bias,
    double Threshold,
    bool Provisional,
    long Positives,
    long Negatives,
    Rate Recall,
    Rate Precision,
    Rate FalseAlarmsPer1000Frames);
