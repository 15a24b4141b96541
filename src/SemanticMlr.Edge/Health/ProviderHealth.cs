using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Health;

/// <summary>Which execution provider is live, as a gauge that is 1.</summary>
internal sealed class ProviderHealth(Lazy<RecognitionModel> model) : IHealthContributor
{
    public void Contribute(HealthReport report)
    {
        if (model.IsValueCreated)
        {
            report.Gauge($"mlr.inference.provider.{model.Value.Provider.Active}", 1);
        }
    }
}
