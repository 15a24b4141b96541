using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Cli.Bench;

/// <summary>Notes how long the agent went without recognising a frame, and when the first frame came under a list. Thread-safe.</summary>
internal sealed class FrameGaps(TimeProvider time) : IRecognitionListener
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _first = [];
    private long _last;
    private TimeSpan _longest;

    public void Recognized(RecognizedFrame frame)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (_last != 0)
            {
                var gap = time.GetElapsedTime(_last, now);
                _longest = gap > _longest ? gap : _longest;
            }

            _last = now;
            _first.TryAdd(frame.Snapshot.Table.List.Version, now);
        }
    }

    /// <summary>When the first frame was recognised under a version of the list, in ticks of the clock; null while none was.</summary>
    public long? FirstUnder(int version)
    {
        lock (_gate)
        {
            return _first.TryGetValue(version, out var at) ? at : null;
        }
    }

    /// <summary>The longest time between two frames since the last call.</summary>
    public TimeSpan TakeLongest()
    {
        lock (_gate)
        {
            var longest = _longest;
            _longest = TimeSpan.Zero;
            return longest;
        }
    }
}
