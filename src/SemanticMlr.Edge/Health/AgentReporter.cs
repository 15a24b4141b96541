using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Engines;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Health;

/// <summary>Says that the agent recognises: with which bundle, on which proved provider, for which labels.</summary>
/// <remarks>
/// Started after the session with the broker: while the model is opened here, subscribers read <c>building-engine</c>, and go on reading it where a better
/// provider is still to have its engine built.
/// </remarks>
internal sealed class AgentReporter(AgentStatePublisher publisher, Lazy<ModelStore> models, Lazy<SnapshotStore> snapshots) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var building = models.Value.Pending is { } pending ? new BuildReport(LabelReports.Word(pending), ElapsedSeconds: 0) : null;
        publisher.Online(models.Value.Current.Bundle.Identity, ProviderReports.Of(models.Value), LabelReports.Of(snapshots.Value.InForce), building);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
