using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;
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
            Word(proof.Active),
            proof.Encoder.File,
            Word(proof.Encoder.Precision),
            proof.MaxRelativeDifference,
            [.. proof.Failed.Select(failure => new Mqtt.ProviderFailure(Word(failure.Provider), failure.Reason))]);
        publisher.Online(model.Value.Bundle.Identity, provider, Describe(snapshots.Value.Current));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static LabelsReport Describe(RecognitionSnapshot snapshot)
    {
        var table = snapshot.Table;
        var labels = table.Labels.Select((label, index) => new LabelReport(
            label.Id, label.Text, Word(label.Severity), snapshot.Threshold(index), snapshot.Calibration[index].Provisional));
        return new LabelsReport(table.List.Id, table.List.Version, Activation: 1, [.. labels]);
    }

#pragma warning disable CA1308 // the contract's words are lower case
    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
