using System.Text.Json;
using SemanticMlr.Edge.Commands.Results;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Mqtt.Messages;
using SemanticMlr.Edge.Rollout;

namespace SemanticMlr.Edge.Commands;

/// <summary><c>labels/history</c>: which lists were in force, and which can be again.</summary>
internal sealed class LabelsHistoryCommand(LabelUpdates updates, LabelStore store, AuditLog audit) : ICommand
{
    private const int Most = 100;

    public string Verb => "labels/history";

    public CommandResult Execute(JsonElement request)
    {
        var reader = new RequestReader(request);
        reader.Allow("schema");
        if (reader.Errors.Count > 0)
        {
            return CommandResult.Failed(reader.Errors);
        }

        var (list, state, end) = (updates.InForce, store.State, audit.End);
        return LabelResults.Done(
            new HistoryResult(
                new ListReference(list.Snapshot.Table.List.Id, list.Snapshot.Table.List.Version),
                list.Activation,
                updates.NextVersion,
                [
                    .. state.Kept.OrderByDescending(kept => kept.File == list.Kept?.File).ThenByDescending(kept => kept.Version).Select(kept => new KeptListResult(
                        new ListReference(kept.ListId, kept.Version), kept.Sha256, kept.Key, kept.IsDefault, kept.File == list.Kept?.File)),
                ],
                [.. state.History.Reverse().Take(Most).Select(Describe)],
                new AuditResult(end.Entries, end.Head)),
            CommandJson.Default.HistoryResult);
    }

    private static ActivationResult Describe(ListActivation activation) => new(
        activation.Number,
        new ListReference(activation.ListId, activation.Version),
        new LabelsChange(
            LabelReports.Word(activation.Change.Action), activation.Change.Time, activation.Change.Person, activation.Change.Key, activation.Change.Reason));
}
