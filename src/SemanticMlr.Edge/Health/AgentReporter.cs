using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Health;

/// <summary>Says that the agent recognises: with which bundle, on which proved provider, for which labels.</summary>
/// <remarks>Started after the session with the broker: while the model is opened here, subscribers read <c>building-engine</c>.</remarks>
internal sealed class AgentReporter(AgentStatePublisher publisher, Lazy<RecognitionModel> model, Lazy<SnapshotStore> snapshots) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var proof = model.Value.Provider;
        var provider = new ProviderReport(
            LabelReports.Word(proof.Active),
            proof.Encoder.File,
            LabelReports.Word(proof.Encoder.Precision),
            proof.MaxRelativeDifference,
            [.. proof.Failed.Select(failure => new Mqtt.ProviderFailure(LabelReports.Word(failure.Provider), failure.Reason))]);
        publisher.Online(model.Value.Bundle.Identity, provider, LabelReports.Of(snapshots.Value.InForce));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
