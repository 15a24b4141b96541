using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture;

/// <summary>What a source does with its frames while it is open once; used by one thread of the source, watched by the supervisor.</summary>
internal sealed class CaptureSession
{
    private const int NoLoss = -1;

    // Ages are measured, and may be off by that much.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    private readonly Camera _camera;
    private readonly FrameRules _rules;
    private readonly TimeProvider _timeProvider;
    private readonly long _minimumInterval;
    private readonly long _started;
    private readonly Lock _gate = new();
    private bool _closed;
    private long _nextDue;
    private long _lastActivity;
    private long _delivered;
    private long _lastCaptured = long.MinValue;
    private int _loss = NoLoss;
    private volatile bool _waitsForRoom;

    /// <param name="camera">The camera that gets the frames.</param>
    /// <param name="rules">What is asked of them.</param>
    /// <param name="timeProvider">The clock.</param>
    public CaptureSession(Camera camera, FrameRules rules, TimeProvider timeProvider)
    {
        _camera = camera;
        _rules = rules;
        _timeProvider = timeProvider;
        _minimumInterval = rules.RateLimit > 0 ? (long)(timeProvider.TimestampFrequency / rules.RateLimit) : 0;
        _started = timeProvider.GetTimestamp();
        _lastActivity = _started;
        rules.Pictures?.Begin();
    }

    /// <summary>Frames that came in this session.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>How long the session lasts.</summary>
    public TimeSpan Age => _timeProvider.GetElapsedTime(_started);

    /// <summary>Why the frames since the last good one were lost, or null when none was.</summary>
    public DropReason? Loss => Volatile.Read(ref _loss) is var loss && loss == NoLoss ? null : (DropReason)loss;

    /// <summary>How long no good frame has come, or zero while the source waits until its last frame is taken.</summary>
    public TimeSpan Silence => _waitsForRoom ? TimeSpan.Zero : _timeProvider.GetElapsedTime(Volatile.Read(ref _lastActivity));

    /// <summary>Lends a frame to fill and to <see cref="Deliver"/>; null, and counted, when a frame cannot have that size.</summary>
    /// <exception cref="CaptureException">A region of the camera does not lie inside such a frame, or the camera must not give frames of that size.</exception>
    public Frame? TryRent(int width, int height)
    {
        if (width < 1 || height < 1)
        {
            Drop(DropReason.Empty);
            return null;
        }

        if (width > FramePool.MaxSide || height > FramePool.MaxSide)
        {
            Drop(DropReason.Size);
            return null;
        }

        return (_rules.FaultOfSize(width, height) ?? _camera.FaultOfSize(width, height)) is { } fault ? throw new CaptureException(fault) : _camera.Pool.Rent(width, height);
    }

    /// <summary>Takes ownership of a filled frame, which becomes the newest of the camera until the session is closed.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="age">How long ago it was captured.</param>
    public void Deliver(Frame frame, TimeSpan age)
    {
        lock (_gate)
        {
            if (_closed)
            {
                frame.Dispose();
                return;
            }

            var now = _timeProvider.GetTimestamp();
            if (LossOf(frame, age, now) is { } loss)
            {
                frame.Dispose();
                Drop(loss);
                return;
            }

            Volatile.Write(ref _loss, NoLoss);
            Volatile.Write(ref _lastActivity, now);
            if (Interlocked.Increment(ref _delivered) == 1)
            {
                _camera.SourceOpened();
            }

            if (IsTooSoon(now))
            {
                frame.Dispose();
                Drop(DropReason.Rate);
                return;
            }

            _camera.Offer(frame, age);
        }
    }

    /// <summary>From now on nothing reaches the camera: what a source that could not be ended still brings is disposed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    public void Drop(DropReason reason, long count = 1)
    {
        if (DropReasons.IsLoss(reason))
        {
            Volatile.Write(ref _loss, (int)reason);
        }

        _camera.Drop(reason, count);
    }

    /// <summary>Waits until the last frame was taken.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        _waitsForRoom = true;
        await _camera.WaitForRoomAsync(cancellationToken);
        Volatile.Write(ref _lastActivity, _timeProvider.GetTimestamp());
        _waitsForRoom = false;
    }

    private DropReason? LossOf(Frame frame, TimeSpan age, long now)
    {
        var captured = now - (long)(age.TotalSeconds * _timeProvider.TimestampFrequency);
        var jumped = age < -Tolerance || age > _rules.OldestAge
            || (_lastCaptured != long.MinValue && _timeProvider.GetElapsedTime(_lastCaptured, captured) < -Tolerance);
        _lastCaptured = captured;
        return jumped ? DropReason.Time : _rules.Pictures?.Look(frame);
    }

    // A tenth of the interval is forgiven, else a source that jitters around the limit loses every other frame.
    private bool IsTooSoon(long now)
    {
        if (_minimumInterval == 0)
        {
            return false;
        }

        if (now < _nextDue - _minimumInterval / 10)
        {
            return true;
        }

        _nextDue = Math.Max(_nextDue, now) + _minimumInterval;
        return false;
    }
}
