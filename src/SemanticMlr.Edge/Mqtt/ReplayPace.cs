namespace SemanticMlr.Edge.Mqtt;

/// <summary>Lets so many messages a second go, in small bursts. Not thread-safe.</summary>
/// <param name="rate">Messages a second, or 0 for no bound.</param>
/// <param name="time">The time.</param>
internal sealed class ReplayPace(int rate, TimeProvider time)
{
    /// <summary>How long to wait where none may go.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly double _most = Math.Max(1, 2 * rate * Pause.TotalSeconds);
    private double _left = 1;
    private long _last = time.GetTimestamp();

    /// <summary>Whether a message may go now; then it counts.</summary>
    public bool TryGo()
    {
        if (rate == 0)
        {
            return true;
        }

        var now = time.GetTimestamp();
        _left = Math.Min(_most, _left + (rate * time.GetElapsedTime(_last, now).TotalSeconds));
        _last = now;
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }
}
