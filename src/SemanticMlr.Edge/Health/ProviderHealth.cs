using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Health;

/// <summary>Which execution provider is live, as a gauge that is 1.</summary>
internal sealed class ProviderHealth(Lazy<ModelStore> models) : IHealthContributor
{
    public void Contribute(HealthReport report)
    {
        if (models.IsValueCreated)
        {
            report.Gauge($"mlr.inference.provider.{models.Value.Current.Provider.Active}", 1);
        }
    }
}
