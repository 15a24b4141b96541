using System.Text.Json.Serialization;

namespace SemanticMlr.Evaluation;

/// <summary>The figures of one label.</summary>
/// <param name="Label">The id.</param>
/// <param name="AveragePrecision">0..1, or null without positives.</param>
/// <param name="Counts">The decisions at the threshold.</param>
/// <param name="Threshold">The probability from which the label is said.</param>
/// <param name="Provisional">Whether the threshold is a default that nothing was calibrated for.</param>
public sealed record LabelReport(string Label, double? AveragePrecision, [property: JsonIgnore] DecisionCounts Counts, double Threshold, bool Provisional)
{
    /// <summary>The pointing game on the label's samples.</summary>
    [JsonIgnore]
    public PointingCounts PointingCounts { get; init; }

    /// <summary>Share of the samples of the pointing game that hit, or null where none was counted.</summary>
    public double? Pointing => PointingCounts.Accuracy;

    /// <summary>Samples of the pointing game.</summary>
    public long PointingSamples => PointingCounts.Samples;

    /// <summary>Samples on which the label holds.</summary>
    public long Positives => Counts.Positives;

    /// <summary>Samples on which the label does not hold.</summary>
    public long Negatives => Counts.Negatives;

    /// <summary>Share of what was said that holds, or null where nothing was said.</summary>
    public double? Precision => Counts.Precision;

    /// <summary>Share of what holds that was said, or null without positives.</summary>
    public double? Recall => Counts.Recall;

    /// <summary>F1 at the threshold, or null without positives.</summary>
    public double? F1 => Counts.Positives == 0 ? null : Counts.F1;
}
