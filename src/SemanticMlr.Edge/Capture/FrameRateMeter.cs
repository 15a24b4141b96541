namespace SemanticMlr.Edge.Capture;

/// <summary>Frames a second over the last five seconds. Not thread-safe.</summary>
internal sealed class FrameRateMeter(TimeProvider timeProvider)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private readonly long[] _stamps = new long[128];
    private long _count;

    public void Add(long timestamp) => _stamps[_count++ % _stamps.Length] = timestamp;

    public double Rate
    {
        get
        {
            var (now, newest, oldest, frames) = (timeProvider.GetTimestamp(), 0L, 0L, 0);
            for (var index = _count - 1; index >= 0 && index >= _count - _stamps.Length; index--)
            {
                var stamp = _stamps[index % _stamps.Length];
                if (timeProvider.GetElapsedTime(stamp, now) > Window)
                {
                    break;
                }

                newest = frames++ == 0 ? stamp : newest;
                oldest = stamp;
            }

            var span = timeProvider.GetElapsedTime(oldest, newest).TotalSeconds;
            return frames < 2 || span <= 0 ? 0 : (frames - 1) / span;
        }
    }
}
