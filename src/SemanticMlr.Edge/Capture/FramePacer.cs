namespace SemanticMlr.Edge.Capture;

/// <summary>Says when the next stored picture is due, so that a late one is not followed by a burst.</summary>
internal sealed class FramePacer(double rate, TimeProvider timeProvider)
{
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1 / rate);
    private readonly long _started = timeProvider.GetTimestamp();
    private TimeSpan _due = TimeSpan.Zero;

    /// <summary>How long to wait before the next picture.</summary>
    public TimeSpan NextDelay()
    {
        var now = timeProvider.GetElapsedTime(_started);
        var delay = _due - now;
        _due = delay < -_interval ? now + _interval : _due + _interval;
        return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
    }
}
