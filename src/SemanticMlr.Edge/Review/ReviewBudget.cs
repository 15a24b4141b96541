namespace SemanticMlr.Edge.Review;

/// <summary>How many frames may be asked about within a minute, an hour and a day; the windows slide. Not thread-safe.</summary>
internal sealed class ReviewBudget
{
    private readonly (int Count, TimeSpan Window)[] _limits;
    private readonly long[] _spent;
    private readonly TimeProvider _time;
    private long _count;

    public ReviewBudget(ReviewOptions options, TimeProvider time)
    {
        _limits =
        [
            (options.MaxPerMinute, TimeSpan.FromMinutes(1)),
            (options.MaxPerHour, TimeSpan.FromHours(1)),
            (options.MaxPerDay, TimeSpan.FromDays(1)),
        ];
        _spent = new long[Math.Max(1, _limits.Max(limit => limit.Count))];
        _time = time;
    }

    /// <summary>Takes one frame from the budget, or says that nothing is left.</summary>
    public bool TrySpend()
    {
        var now = _time.GetTimestamp();
        foreach (var (count, window) in _limits)
        {
            // The window is full when the frame that lies `count` frames back is still inside.
            if (count == 0 || (_count >= count && _time.GetElapsedTime(_spent[(_count - count) % _spent.Length], now) < window))
            {
                return false;
            }
        }

        _spent[_count++ % _spent.Length] = now;
        return true;
    }
}
