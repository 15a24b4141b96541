using SemanticMlr.Edge.Diagnostics;

namespace SemanticMlr.Edge.Health;

/// <summary>Asks every stage how it does.</summary>
internal sealed class HealthSnapshot(IEnumerable<IHealthContributor> contributors)
{
    private readonly IHealthContributor[] _contributors = [.. contributors];

    /// <summary>What holds now.</summary>
    public HealthReport Take()
    {
        var report = new HealthReport();
        foreach (var contributor in _contributors)
        {
            contributor.Contribute(report);
        }

        return report;
    }
}
