using System.Diagnostics.CodeAnalysis;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture;

/// <summary>One camera as the rest of the agent sees it: its newest frame, its regions and its state.</summary>
/// <remarks>Thread-safe; frames are taken by one reader.</remarks>
public sealed class Camera
{
    private readonly Lock _gate = new();
    private readonly long[] _dropped = new long[DropReasons.Names.Length];
    private readonly FrameSlot _slot = new();
    private readonly CameraRegions _regions;
    private readonly FrameRateMeter _rate;
    private readonly FrameRhythm _rhythm;
    private readonly TimeProvider _timeProvider;
    private readonly CaptureMetrics _metrics;
    private readonly Signal _frameArrived;
    private volatile CameraState _state;
    private DateTimeOffset _since;
    private string? _lastFault;
    private DateTimeOffset? _lastFaultAt;
    private long _grabbed;
    private long _opened;
    private long? _lastTimestamp;
    private int _width;
    private int _height;
    private long _watched;
    private PictureWatch? _pictures;

    internal Camera(CameraOptions options, FramePool pool, TimeProvider timeProvider, CaptureMetrics metrics, Signal frameArrived)
    {
        Name = options.Name;
        Options = options;
        Pool = pool;
        _regions = new CameraRegions(options);
        _rate = new FrameRateMeter(timeProvider);
        _rhythm = new FrameRhythm(timeProvider);
        _timeProvider = timeProvider;
        _metrics = metrics;
        _frameArrived = frameArrived;
        _state = options.Enabled ? CameraState.Offline : CameraState.Disabled;
        _since = timeProvider.GetUtcNow();
    }

    /// <summary>The name of the camera.</summary>
    public string Name { get; }

    /// <summary>Everything that is known of the camera now.</summary>
    public CameraStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new CameraStatus(
                    _state,
                    _since,
                    _state == CameraState.Online ? _rate.Rate : 0,
                    _lastTimestamp is { } timestamp ? _timeProvider.GetElapsedTime(timestamp) : null,
                    _grabbed,
                    DropReasons.Read(_dropped),
                    _width,
                    _height,
                    _opened,
                    _lastFault,
                    _lastFaultAt);
            }
        }
    }

    /// <summary>How long ago somebody last looked whether the source still gives frames.</summary>
    public TimeSpan Unwatched => _timeProvider.GetElapsedTime(Interlocked.Read(ref _watched));

    /// <summary>Whether frames come now; cheap enough to be asked at every frame.</summary>
    public bool IsOnline => _state == CameraState.Online;

    internal CameraOptions Options { get; }

    internal FramePool Pool { get; }

    internal bool HasFrame => !_slot.IsEmpty;

    /// <summary>Regions of a frame, whatever its size.</summary>
    internal int RegionCount => _regions.Count;

    /// <summary>Hears of changes; set once, before the camera runs.</summary>
    internal IReadOnlyList<ICameraListener> Listeners { get; set; } = [];

    /// <summary>The regions of a frame of that size.</summary>
    /// <exception cref="ArgumentException">A region does not lie inside such a frame; no frame of that size is ever handed out.</exception>
    public IReadOnlyList<NamedRegion> RegionsOf(int width, int height)
    {
        var (regions, fault) = _regions.Of(width, height);
        return fault is null ? regions : throw new ArgumentException(fault);
    }

    /// <summary>Takes the newest frame, if one came since the last call. The caller owns it and disposes it.</summary>
    public bool TryTake([NotNullWhen(true)] out Frame? frame) => _slot.TryTake(out frame);

    /// <summary>Stamps the frame, takes ownership of it and makes it the newest.</summary>
    internal void Offer(Frame frame, TimeSpan age)
    {
        lock (_gate)
        {
            frame.Timestamp = _timeProvider.GetTimestamp() - (long)(age.TotalSeconds * _timeProvider.TimestampFrequency);
            frame.CapturedAt = _timeProvider.GetUtcNow() - age;
            frame.Number = ++_grabbed;
            _rate.Add(_timeProvider.GetTimestamp());
            _rhythm.Add(_timeProvider.GetTimestamp());
            _lastTimestamp = frame.Timestamp;
            (_width, _height) = (frame.Width, frame.Height);
        }

        _metrics.FrameGrabbed(Name);
        SetState(CameraState.Online);
        if (!_slot.Offer(frame))
        {
            Drop(DropReason.Superseded);
        }

        _frameArrived.Raise();
    }

    internal void Drop(DropReason reason, long count = 1)
    {
        Interlocked.Add(ref _dropped[(int)reason], count);
        _metrics.FramesDropped(Name, DropReasons.Names[(int)reason], count);
    }

    /// <summary>Whether the camera is online and gives its next frame within that time, as its last frames let expect.</summary>
    internal bool IsDueWithin(TimeSpan wait)
    {
        lock (_gate)
        {
            return _state == CameraState.Online && _rhythm.IsDueWithin(wait);
        }
    }

    internal string? FaultOfSize(int width, int height) => _regions.Of(width, height).Fault;

    internal ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => _slot.WaitForRoomAsync(cancellationToken);

    internal void Watched() => Interlocked.Exchange(ref _watched, _timeProvider.GetTimestamp());

    /// <summary>What looks at the pictures, the same at each opening; null where nothing does.</summary>
    internal PictureWatch? PicturesOf(bool isLive, PictureOptions options)
    {
        var (frozen, black) = (Options.DetectFrozen ?? isLive, Options.DetectBlack ?? isLive);
        return frozen || black ? _pictures ??= new PictureWatch(options, frozen, black, _timeProvider) : null;
    }

    internal void SourceOpened()
    {
        Interlocked.Increment(ref _opened);
        _metrics.SourceOpened(Name);
    }

    /// <summary>Enters a state; listeners hear of it when it is another one, or when it has its first fault.</summary>
    internal void SetState(CameraState state, string? fault = null)
    {
        lock (_gate)
        {
            // A camera that was never online begins offline without a reason, and gets one when its first opening fails.
            var isFirstFault = fault is not null && _lastFault is null;
            if (fault is not null)
            {
                (_lastFault, _lastFaultAt) = (fault, _timeProvider.GetUtcNow());
            }

            if (_state != state)
            {
                (_state, _since) = (state, _timeProvider.GetUtcNow());
                Announce();
            }
            else if (isFirstFault)
            {
                Announce();
            }
        }
    }

    /// <summary>Enters <see cref="CameraState.Stalled"/> from <see cref="CameraState.Online"/>; false when it was not online.</summary>
    internal bool TryStall(string fault)
    {
        lock (_gate)
        {
            if (_state != CameraState.Online)
            {
                return false;
            }

            SetState(CameraState.Stalled, fault);
            return true;
        }
    }

    /// <summary>Tells the listeners the state as it is.</summary>
    internal void Announce()
    {
        lock (_gate)
        {
            if (Listeners.Count > 0)
            {
                var status = Status;
                foreach (var listener in Listeners)
                {
                    listener.StateChanged(this, status);
                }
            }
        }
    }

    internal void Close() => _slot.Close();
}
