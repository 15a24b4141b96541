using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SemanticMlr.Edge.Commands.Results;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Rollout;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Commands;

/// <summary>Makes results of commands about label lists.</summary>
internal static class LabelResults
{
    /// <summary>A command that was carried out.</summary>
    public static CommandResult Done<T>(T result, JsonTypeInfo<T> type) => CommandResult.Done((JsonObject)JsonSerializer.SerializeToNode(result, type)!);

    /// <summary>What came of an order.</summary>
    public static CommandResult Of(UpdateOutcome outcome)
    {
        if (outcome.InForce is not { } list)
        {
            return LabelRequest.Failed(outcome.Faults);
        }

        var snapshot = outcome.Prepared?.Snapshot ?? list.Snapshot;
        var difference = outcome.Prepared?.Difference;
        return Done(
            new ListResult(
                new ListReference(snapshot.Table.List.Id, snapshot.Table.List.Version),
                list.Activation,
                outcome.Changed,
                difference?.Added ?? [],
                difference?.Removed ?? [],
                difference?.Changed ?? [],
                Provisional(snapshot),
                outcome.Prepared?.Warnings ?? []),
            CommandJson.Default.ListResult);
    }

    private static IReadOnlyList<string> Provisional(RecognitionSnapshot snapshot) =>
        [.. snapshot.Table.Labels.Where((_, label) => snapshot.Calibration[label].Provisional).Select(label => label.Id)];
}
