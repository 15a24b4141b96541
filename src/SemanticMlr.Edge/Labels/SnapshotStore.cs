using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Labels;

/// <summary>The label table, calibration and thresholds in force, replaced as one whole.</summary>
/// <remarks>A reader takes <see cref="Current"/> once a batch; a new snapshot is in force between two batches or not at all.</remarks>
public sealed class SnapshotStore
{
    private volatile ListInForce _inForce;

    /// <summary>Starts with a list that is in force for the first time.</summary>
    public SnapshotStore(RecognitionSnapshot initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        _inForce = new ListInForce
        {
            Snapshot = initial,
            Activation = 1,
            Change = new ListChange(ListAction.Start, DateTimeOffset.UnixEpoch),
            Content = [],
            Json = [],
        };
    }

    /// <summary>Starts with the list that is in force at the start of the agent.</summary>
    internal SnapshotStore(ListInForce initial) => _inForce = initial;

    /// <summary>The snapshot in force.</summary>
    public RecognitionSnapshot Current => _inForce.Snapshot;

    /// <summary>The list in force.</summary>
    internal ListInForce InForce => _inForce;

    /// <summary>Puts a list in force.</summary>
    internal void Replace(ListInForce list)
    {
        ArgumentNullException.ThrowIfNull(list);
        _inForce = list;
    }
}
