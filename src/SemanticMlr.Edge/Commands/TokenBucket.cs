namespace SemanticMlr.Edge.Commands;

/// <summary>A rate limit: so many at once, then so many a minute. Thread-safe.</summary>
internal sealed class TokenBucket(int capacity, double perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = capacity;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes one; false where none is left.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(capacity, _tokens + time.GetElapsedTime(_filled, now).TotalMinutes * perMinute);
            _filled = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
