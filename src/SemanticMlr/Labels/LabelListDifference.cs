namespace SemanticMlr.Labels;

/// <summary>What a list changes of another one, by the ids of labels.</summary>
/// <param name="Added">Labels that only the later list has.</param>
/// <param name="Removed">Labels that only the earlier list has.</param>
/// <param name="Changed">Labels of both with what changed.</param>
/// <param name="PromptChanged">Whether the prompt changed, and with it what every text means.</param>
public sealed record LabelListDifference(
    IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<LabelChange> Changed, bool PromptChanged)
{
    /// <summary>Whether both lists say the same.</summary>
    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0 && Changed.Count == 0 && !PromptChanged;

    /// <summary>Compares two lists.</summary>
    public static LabelListDifference Of(LabelList before, LabelList after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, later) = (before.Labels.ToDictionary(label => label.Id), after.Labels.ToDictionary(label => label.Id));
        return new LabelListDifference(
            [.. after.Labels.Select(label => label.Id).Where(id => !old.ContainsKey(id))],
            [.. before.Labels.Select(label => label.Id).Where(id => !later.ContainsKey(id))],
            [
                .. after.Labels.Where(label => old.ContainsKey(label.Id))
                    .Select(label => new LabelChange(label.Id, [.. FieldsThatDiffer(old[label.Id], label)]))
                    .Where(change => change.Fields.Count > 0),
            ],
            before.Prompt != after.Prompt);
    }

    private static IEnumerable<string> FieldsThatDiffer(LabelDefinition before, LabelDefinition after)
    {
        (string Name, bool Differs)[] fields =
        [
            ("text", before.Text != after.Text),
            ("aliases", !before.Aliases.SequenceEqual(after.Aliases)),
            ("threshold", before.Threshold != after.Threshold),
            ("review", before.Review != after.Review),
            ("severity", before.Severity != after.Severity),
            ("enabled", before.Enabled != after.Enabled),
            ("embedding", !(before.Embedding ?? []).AsSpan().SequenceEqual(after.Embedding ?? [])),
        ];
        return fields.Where(field => field.Differs).Select(field => field.Name);
    }
}
