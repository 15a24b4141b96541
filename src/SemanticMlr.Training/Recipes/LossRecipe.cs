using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes;

/// <summary>What is minimised: a weighted sum of three losses. Weights: 0 to 100.</summary>
public sealed record LossRecipe
{
    /// <summary>Weight of the focal loss over patches.</summary>
    [JsonRequired]
    public double Patch { get; init; }

    /// <summary>Weight of the cross-entropy of the head <c>mkt</c> over tiles.</summary>
    [JsonRequired]
    public double Mkt { get; init; }

    /// <summary>Weight of the cross-entropy of the head <c>clip</c> over tiles.</summary>
    [JsonRequired]
    public double Clip { get; init; }

    /// <summary>Standard deviation of the hill around a centre, in patches: above 0, at most 4.</summary>
    [JsonRequired]
    public double TargetSpread { get; init; }

    /// <summary>
    /// Share of a step's cells (crop, label) without a known box that are left out because they cost most, 0 to 0.5: it rises from 0 to this over the run. Such
    /// a box may only be unknown (large-loss rejection, Kim et al. 2022). 0 where labels are whole.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Reject { get; init; }
}
