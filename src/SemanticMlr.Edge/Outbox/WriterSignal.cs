namespace SemanticMlr.Edge.Outbox;

/// <summary>Wakes the thread that stores; a call while it is awake is not lost.</summary>
internal sealed class WriterSignal
{
    private readonly object _gate = new(); // for Monitor, which Lock is not
    private bool _isSet;

    public void Set()
    {
        lock (_gate)
        {
            _isSet = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Blocks until it is set, at most for the given time.</summary>
    public void Wait(TimeSpan limit)
    {
        lock (_gate)
        {
            if (!_isSet && limit > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, (int)Math.Ceiling(limit.TotalMilliseconds)); // it waits for whole milliseconds: rounded down it would spin through the last one
            }

            _isSet = false;
        }
    }
}
