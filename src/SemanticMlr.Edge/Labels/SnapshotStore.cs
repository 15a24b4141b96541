using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Labels;

/// <summary>The label table, calibration and thresholds in force, replaced as one whole.</summary>
/// <remarks>A reader takes <see cref="Current"/> once a batch; a new snapshot is in force between two batches or not at all.</remarks>
public sealed class SnapshotStore
{
    private volatile RecognitionSnapshot _current;

    /// <summary>Starts with the list of the configuration.</summary>
    public SnapshotStore(RecognitionSnapshot initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        _current = initial;
    }

    /// <summary>The snapshot in force.</summary>
    public RecognitionSnapshot Current => _current;

    /// <summary>Puts a snapshot in force.</summary>
    public void Replace(RecognitionSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _current = snapshot;
    }
}
