using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>The loss and its numbers; those of other kinds are ignored.</summary>
public sealed record HeadLossRecipe
{
    /// <summary>The kind.</summary>
    [JsonRequired]
    public HeadLossKind Kind { get; init; }

    /// <summary>Weight of the L1 distance of <c>global</c> to that of the frozen start (sigrl.md 2.7): 0 to 100.</summary>
    public double Distillation { get; init; }

    /// <summary>Takes unknown cells for negatives in the ranking hinge: with single positives there would be no pair else.</summary>
    public bool UnknownIsNegative { get; init; }

    /// <summary>Weight alpha of the entropy of unknown cells: 0 to 10.</summary>
    public double Entropy { get; init; } = 0.1;

    /// <summary>Passes before pseudo-labels or rejection begin: 0 to 10,000.</summary>
    public int WarmUpPasses { get; init; } = 3;

    /// <summary>Share of a label's unknown cells that are pseudo-negative in the end: 0 to 1.</summary>
    public double PseudoNegatives { get; init; } = 0.9;

    /// <summary>Weight beta of pseudo-negatives: 0 to 10.</summary>
    public double PseudoNegativeWeight { get; init; } = 0.5;

    /// <summary>Percent of assumed negatives rejected more with each pass: 0 to 100.</summary>
    public double RejectedPerPass { get; init; } = 0.2;

    /// <summary>Probability from which the running average makes a pseudo-positive: 0.5 to 1.</summary>
    public double PseudoPositiveAbove { get; init; } = 0.8;

    /// <summary>Weight of pseudo-positives: 0 to 10.</summary>
    public double PseudoPositiveWeight { get; init; } = 0.7;

    /// <summary>What a pseudo-positive is smoothed to: 0.5 to 1.</summary>
    public double SmoothedTo { get; init; } = 0.9;

    /// <summary>Focusing exponent of negatives in the asymmetric loss: 0 to 10.</summary>
    public double FocusNegatives { get; init; } = 4;

    /// <summary>Probability that the asymmetric loss takes off negatives: 0 to 0.5.</summary>
    public double Clip { get; init; } = 0.05;
}
