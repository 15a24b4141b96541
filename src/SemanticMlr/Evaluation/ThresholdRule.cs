using System.Globalization;
using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>By what rule a plant wants thresholds.</summary>
public abstract record ThresholdRule
{
    /// <summary>The threshold where F1 is best.</summary>
    public sealed record BestF1 : ThresholdRule
    {
        /// <inheritdoc/>
        public override string ToString() => "best F1";

        internal override double? Choose(IReadOnlyList<ThresholdStep> steps, int images) =>
            steps[0].Counts.Positives == 0 ? null : steps.MaxBy(step => step.Counts.F1)!.Threshold;
    }

    /// <summary>The highest threshold that finds at least a share of what holds.</summary>
    /// <param name="Share">0..1.</param>
    public sealed record Recall(double Share) : ThresholdRule
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"recall {Share}");

        internal override double? Choose(IReadOnlyList<ThresholdStep> steps, int images) =>
            steps[0].Counts.Positives == 0 ? null : steps.First(step => step.Counts.Recall >= Share).Threshold;
    }

    /// <summary>The lowest threshold with at most so many false alarms of each label.</summary>
    /// <param name="PerThousandFrames">False alarms per 1,000 frames; each region of a frame that is wrongly reported counts.</param>
    public sealed record FalseAlarms(double PerThousandFrames) : ThresholdRule
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"at most {PerThousandFrames} false alarms per 1,000 frames");

        internal override double? Choose(IReadOnlyList<ThresholdStep> steps, int images) =>
            steps[0].Counts.Negatives == 0
                ? null
                : steps.LastOrDefault(step => step.Counts.FalseAlarms * 1000.0 <= PerThousandFrames * images)?.Threshold ?? 1;
    }

    /// <summary>The threshold that the rule wants for one label; null where the samples do not tell.</summary>
    /// <param name="probabilities">One a sample, from 0 to below 1.</param>
    /// <param name="truth">One entry a sample.</param>
    /// <param name="images">Images on which something is known of the label.</param>
    public double? Choose(ReadOnlySpan<float> probabilities, ReadOnlySpan<Truth> truth, int images) =>
        Choose(ThresholdStep.All(probabilities, truth), images);

    /// <summary>Chooses among all steps, from the highest threshold (nothing is said) to the lowest (all is said).</summary>
    internal abstract double? Choose(IReadOnlyList<ThresholdStep> steps, int images);
}
