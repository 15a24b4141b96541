namespace SemanticMlr.Edge.Pipeline;

/// <summary>What the recogniser is at, so that others can see whether it gets on.</summary>
/// <remarks>Written by one thread, read by any; allocates nothing.</remarks>
internal sealed class PipelineActivity
{
    private long _batches;
    private volatile bool _isBusy;

    /// <summary>Batches that came to their end.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Whether a batch is under way.</summary>
    public bool IsBusy => _isBusy;

    public void Begin() => _isBusy = true;

    public void End()
    {
        Interlocked.Increment(ref _batches);
        _isBusy = false;
    }
}
