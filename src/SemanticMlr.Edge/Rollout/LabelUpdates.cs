using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Decides whether lists come in force: by command, back by command, and back by itself.</summary>
/// <remarks>Thread-safe; one change at a time.</remarks>
internal sealed class LabelUpdates(
    Lazy<ModelStore> models,
    Lazy<SnapshotStore> snapshots,
    LabelSource source,
    LabelStore store,
    AuditLog audit,
    LabelPreparation preparation,
    ProposalReader proposals,
    LabelCommits commits,
    RolloutMetrics metrics,
    TimeProvider time,
    ILogger<LabelUpdates> logger)
{
    private readonly Lock _gate = new();

    /// <summary>The list in force.</summary>
    public ListInForce InForce => snapshots.Value.InForce;

    /// <summary>The version that the next list must have.</summary>
    public int NextVersion => Math.Max(store.State.NewestVersion, InForce.Snapshot.Table.List.Version) + 1;

    /// <summary>Why a list may not follow the one in force, or null where it may.</summary>
    public ListFault? ConflictOf(ProposedList proposal) => proposal.List.Version == NextVersion
        ? null
        : new ListFault(
            "version-conflict",
            $"{proposal.Path}{(proposal.Key is null ? "/version" : "")}",
            $"Version {proposal.List.Version} does not follow: version {InForce.Snapshot.Table.List.Version} is in force, the next must be {NextVersion}. Get the list, change it, and send it as version {NextVersion}.");

    /// <summary>Checks and prepares a list without changing anything.</summary>
    public UpdateOutcome Validate(ProposedList proposal)
    {
        if (ConflictOf(proposal) is { } conflict)
        {
            return new UpdateOutcome(null, false, [conflict]);
        }

        try
        {
            return new UpdateOutcome(InForce, false, [], preparation.Prepare(proposal, InForce.Snapshot));
        }
        catch (LabelListException exception)
        {
            return new UpdateOutcome(null, false, ProposalReader.Describe(exception, proposal.Path));
        }
    }

    /// <summary>Puts a list in force.</summary>
    /// <param name="proposal">The list.</param>
    /// <param name="person">Who says to do it: a claim.</param>
    /// <param name="reason">Why, or null.</param>
    public UpdateOutcome Apply(ProposedList proposal, string? person, string? reason)
    {
        lock (_gate)
        {
            if (proposal.Content.AsSpan().SequenceEqual(InForce.Content))
            {
                return new UpdateOutcome(InForce, false, []); // as after a restart between the change and its answer
            }

            var checkedList = Validate(proposal);
            if (checkedList.Prepared is not { } prepared)
            {
                Refuse("apply", proposal, person, checkedList.Faults[0]);
                return checkedList;
            }

            var change = new ListChange(ListAction.Apply, time.GetUtcNow(), person, proposal.Key, reason);
            var outcome = commits.Commit(change, LabelCommits.Summary(prepared.Difference), () => commits.Write(prepared), (kept, activation) => new ListInForce
            {
                Snapshot = prepared.Snapshot,
                Activation = activation,
                Change = change,
                Content = proposal.Content,
                Json = proposal.Json,
                Kept = kept,
            });
            if (outcome.InForce is { } inForce)
            {
                metrics.Applied.Add();
                var (added, removed, changed) = (prepared.Difference.Added.Count, prepared.Difference.Removed.Count, prepared.Difference.Changed.Count);
                logger.ListActivated(proposal.List.Id, proposal.List.Version, inForce.Activation, "apply", added, removed, changed);
            }

            return outcome with { Prepared = prepared };
        }
    }

    /// <summary>Puts a kept list in force again, as it is.</summary>
    /// <param name="version">Its version, or null for the newest one below that in force.</param>
    /// <param name="activation">The activation that whoever asks believes to be in force, or null.</param>
    /// <param name="change">Who, why and when.</param>
    public UpdateOutcome Rollback(int? version, long? activation, ListChange change)
    {
        lock (_gate)
        {
            var outcome = FindKept(version, activation) is var (kept, fault) && fault is null ? Reactivate(kept!, change) : new UpdateOutcome(null, false, [fault!]);
            if (outcome.Faults is [var first, ..])
            {
                metrics.Refused.Add();
                audit.AppendRefusal(new AuditEntry { Action = "rollback", Result = first.Code, Key = change.Key, Person = change.Person, Version = version, Reason = first.Message });
            }
            else
            {
                metrics.RolledBack.Add();
            }

            return outcome;
        }
    }

    /// <summary>Takes the list in force back by itself.</summary>
    /// <param name="activation">The activation that is meant; nothing happens where another is in force by now.</param>
    /// <param name="action">Why.</param>
    /// <param name="reason">Why, in a sentence.</param>
    /// <returns>Whether another list is in force now.</returns>
    public bool TakeBack(long activation, ListAction action, string reason)
    {
        lock (_gate)
        {
            var current = InForce;
            if (current.Activation != activation)
            {
                return false;
            }

            var change = new ListChange(action, time.GetUtcNow(), Reason: reason);
            var list = current.Snapshot.Table.List;
            foreach (var kept in KeptLists.Before(store.State, current.Kept))
            {
                var outcome = Reactivate(kept, change);
                if (outcome.InForce is { } inForce)
                {
                    metrics.TakenBack.Add();
                    logger.ListTakenBack(list.Id, list.Version, kept.Version, inForce.Activation, reason);
                    return true;
                }

                logger.KeptListPassedOver(kept.ListId, kept.Version, outcome.Faults[0].Message);
            }

            logger.NothingToTakeBack(list.Id, list.Version, reason);
            return false;
        }
    }

    /// <summary>Serves another model of the same bundle, with the list in force made ready for it where its encoder has another form.</summary>
    /// <param name="model">The model, owned by the store from now on.</param>
    /// <param name="announce">Told of the list in force, before another one can be.</param>
    /// <exception cref="CalibrationException">The calibration of the list cannot be read; nothing changed.</exception>
    public void Serve(RecognitionModel model, Action<ListInForce> announce)
    {
        lock (_gate)
        {
            if (InForce.Snapshot.Encoder != model.Provider.Encoder.Sha256)
            {
                // The list first: batches go on with the pair before until both are there.
                snapshots.Value.Replace(source.Renew(model, store, InForce));
            }

            models.Value.Replace(model);
            announce(InForce);
        }
    }

    /// <summary>Tells of the list in force, before another one can be.</summary>
    public void Announce(Action<ListInForce> announce)
    {
        lock (_gate)
        {
            announce(InForce);
        }
    }

    /// <summary>Counts and notes an order that was refused before it came here.</summary>
    public void Refuse(string action, ProposedList? proposal, string? person, ListFault fault)
    {
        metrics.Refused.Add();
        audit.AppendRefusal(new AuditEntry
        {
            Action = action,
            Result = fault.Code,
            Key = proposal?.Key,
            Person = person,
            List = proposal?.List.Id,
            Version = proposal?.List.Version,
            Sha256 = proposal is null ? null : HashOf(proposal.Content),
            Reason = fault.Message,
        });
    }

    private (KeptList? List, ListFault? Fault) FindKept(int? version, long? activation)
    {
        var (current, state) = (InForce, store.State);
        if (activation is { } expected && expected != current.Activation)
        {
            return (null, new ListFault("activation-conflict", "/activation", $"Activation {expected} is not in force any more, {current.Activation} is."));
        }

        var kept = version is { } wanted
            ? state.Kept.Where(list => list.Version == wanted && list.File != current.Kept?.File).MaxBy(list => state.History.Where(past => past.File == list.File).Select(past => past.Number).DefaultIfEmpty(0).Max())
            : state.Kept.Where(list => list.Version < current.Snapshot.Table.List.Version).MaxBy(list => list.Version);
        return kept is not null
            ? (kept, null)
            : (null, new ListFault("unknown-version", "/version", version is null
                ? "No list of a lower version is kept (labels/history names those that are)."
                : $"Version {version} is not kept, or is in force; labels/history names those that are kept."));
    }

    private UpdateOutcome Reactivate(KeptList kept, ListChange change)
    {
        if (!proposals.IsTrusted(kept))
        {
            return UpdateOutcome.Refused("unknown-key", "/version", $"Version {kept.Version} was signed by the key \"{kept.Key}\", which is not trusted any more.");
        }

        ListInForce opened;
        try
        {
            using var lease = models.Value.Rent();
            opened = source.Open(lease.Model, store, kept, change, activation: 0);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return UpdateOutcome.Refused("not-usable", "/version", exception.Message);
        }

        return commits.Commit(change, change.Reason, () => (kept, []), (_, activation) => opened with { Activation = activation });
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
