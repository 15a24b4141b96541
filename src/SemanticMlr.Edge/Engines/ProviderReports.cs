using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Engines;

/// <summary>Says what runs the model, as it is published.</summary>
internal static class ProviderReports
{
    /// <summary>The report of what is served, with everything that was tried in vain.</summary>
    public static ProviderReport Of(ModelStore models)
    {
        var proof = models.Current.Provider;
        return new ProviderReport(
            LabelReports.Word(proof.Active),
            proof.Encoder.File,
            LabelReports.Word(proof.Encoder.Precision),
            proof.MaxRelativeDifference,
            [.. models.Failed.Concat(proof.Failed).Select(failure => new ProviderFailure(LabelReports.Word(failure.Provider), failure.Reason))]);
    }
}
