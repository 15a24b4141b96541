using Microsoft.Extensions.Logging;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Labels;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Puts lists in force: stored, written into the audit log, swapped between two frames, published, in this order.</summary>
/// <remarks>Not thread-safe; <see cref="LabelUpdates"/> lets one change at a time come here.</remarks>
internal sealed class LabelCommits(
    Lazy<SnapshotStore> snapshots, LabelSource source, LabelStore store, AuditLog audit, AgentStatePublisher publisher, ILogger<LabelCommits> logger)
{
    private readonly Lock _gate = new();
    private bool _isReconciled;

    /// <summary>Once, before the first change: says in the audit log what is in force where a loss of power came between the log and the store. Thread-safe.</summary>
    public void Reconcile()
    {
        lock (_gate)
        {
            if (_isReconciled)
            {
                return;
            }

            _isReconciled = true;
            NoteWhatIsInForce();
        }
    }

    private void NoteWhatIsInForce()
    {
        var state = store.State;
        if (audit.LastActivation == state.Activation || (audit.LastActivation < state.Activation && state.Current is null))
        {
            return;
        }

        var list = snapshots.Value.Current.Table.List;
        audit.AppendRefusal(new AuditEntry
        {
            Action = "recovered",
            Result = "done",
            List = list.Id,
            Version = list.Version,
            Activation = state.Activation,
            Reason = $"The log named activation {audit.LastActivation} last, but the agent ended before that was stored; this one is in force.",
        });
    }

    /// <summary>Puts a list in force, or nothing.</summary>
    /// <param name="change">Why.</param>
    /// <param name="reason">What changes, for the audit log.</param>
    /// <param name="write">Writes the list; gives it with others that are kept from now on.</param>
    /// <param name="inForce">Makes of the kept list and the number of the activation what is in force.</param>
    public UpdateOutcome Commit(
        ListChange change, string? reason, Func<(KeptList List, IReadOnlyList<KeptList> Others)> write, Func<KeptList, long, ListInForce> inForce)
    {
        Reconcile();
        var entry = new AuditEntry { Action = LabelReports.Word(change.Action), Result = "done", Key = change.Key, Person = change.Person, Reason = reason };
        try
        {
            var (kept, others) = write();
            entry = entry with { List = kept.ListId, Version = kept.Version, Activation = store.State.Activation + 1, Sha256 = kept.Sha256 };
            audit.Append(entry);
            var activation = store.Activate(kept, change, others);
            var list = inForce(kept, activation.Number);
            snapshots.Value.Replace(list);
            publisher.Labels(LabelReports.Of(list));
            return new UpdateOutcome(list, true, []);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.ChangeNotStored(exception.Message);
            audit.AppendRefusal(entry with { Result = "not-stored", Activation = null, Reason = exception.Message });
            return UpdateOutcome.Refused("not-stored", "", $"The list could not be stored, so nothing changed: {exception.Message}");
        }
    }

    /// <summary>Writes the list, and the default one where that is in force, so that there is a way back to it.</summary>
    public (KeptList List, IReadOnlyList<KeptList> Others) Write(PreparedList prepared)
    {
        var (proposal, current) = (prepared.Proposal, snapshots.Value.InForce);
        var calibration = prepared.Calibration?.ToBytes();
        var kept = store.Write(Description(proposal.List, proposal.Key, isDefault: false), proposal.Content, calibration);
        return (kept, current.Kept is null ? [store.Write(Description(source.Default, key: null, isDefault: true), source.DefaultContent, calibration: null)] : []);
    }

    private static KeptList Description(LabelList list, string? key, bool isDefault) => new()
    {
        ListId = list.Id,
        Version = list.Version,
        Key = key,
        IsDefault = isDefault,
        File = "",
        Sha256 = "",
    };

    /// <summary>What changes, in a sentence.</summary>
    public static string Summary(LabelListDifference difference)
    {
        const int Most = 20;
        IReadOnlyList<string> changed = [.. difference.Changed.Select(change => $"{change.Id} ({string.Join(", ", change.Fields)})")];
        IReadOnlyList<string> prompt = difference.PromptChanged ? ["changed"] : [];
        (string Name, IReadOnlyList<string> Ids)[] parts = [("added", difference.Added), ("removed", difference.Removed), ("changed", changed), ("prompt", prompt)];
        return string.Join("; ", parts.Where(part => part.Ids.Count > 0).Select(part =>
            $"{part.Name}: {string.Join(", ", part.Ids.Take(Most))}{(part.Ids.Count > Most ? $" and {part.Ids.Count - Most} more" : "")}"));
    }
}
