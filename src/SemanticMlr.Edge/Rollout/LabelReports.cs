using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Says which list is in force, as it is published.</summary>
internal static class LabelReports
{
    /// <summary>The report of a list.</summary>
    public static LabelsReport Of(ListInForce list)
    {
        var (snapshot, change) = (list.Snapshot, list.Change);
        var labels = snapshot.Table.Labels.Select((label, index) => new LabelReport(
            label.Id, label.Text, Word(label.Severity), snapshot.Threshold(index), snapshot.Calibration[index].Provisional));
        return new LabelsReport(
            snapshot.Table.List.Id,
            snapshot.Table.List.Version,
            list.Activation,
            [.. labels],
            new LabelsChange(Word(change.Action), change.Time, change.Person, change.Key, change.Reason));
    }

#pragma warning disable CA1308 // the contract's words are lower case
    /// <summary>A value of an enumeration as messages write it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
