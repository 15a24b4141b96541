namespace SemanticMlr.Edge.Capture;

/// <summary>How regularly the frames of a camera come, so that nobody waits for a frame that is not due. Not thread-safe.</summary>
internal sealed class FrameRhythm(TimeProvider time)
{
    // The weight of the newest interval: a lost frame or a late one shifts the estimate by little.
    private const double Weight = 0.25;

    private long? _last;
    private TimeSpan? _interval;

    /// <summary>Notes the arrival of a frame.</summary>
    public void Add(long timestamp)
    {
        if (_last is { } last)
        {
            var interval = time.GetElapsedTime(last, timestamp);
            _interval = _interval is { } usual ? usual + (interval - usual) * Weight : interval;
        }

        _last = timestamp;
    }

    /// <summary>
    /// Whether the next frame should come within a time from now. One that is later than that time already is not counted on: its camera is slow or hangs.
    /// False before the second frame.
    /// </summary>
    public bool IsDueWithin(TimeSpan wait) =>
        _last is { } last && _interval is { } interval && time.GetElapsedTime(last) - interval is var late && late >= -wait && late <= wait;
}
