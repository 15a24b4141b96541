using System.Runtime.ExceptionServices;
using SemanticMlr.Bundles;

namespace SemanticMlr.Imaging;

/// <summary>Writes the pixels of many regions on several cores: the caller's thread and helpers of the thread pool take one region after the other.</summary>
/// <remarks>
/// The caller never waits for a helper that has not begun: with a pool that is busy it writes everything itself. Owns a <see cref="RegionPixels"/> a thread;
/// not thread-safe itself. Allocates nothing once it has run.
/// </remarks>
public sealed class RegionWriters : IDisposable
{
    private readonly object _gate = new();
    private readonly RegionPixels _own;
    private readonly Helper[] _helpers;
    private Action<int, RegionPixels>? _write;
    private ExceptionDispatchInfo? _fault;
    private int _count;
    private int _next;
    private int _working;
    private bool _isOpen;

    /// <param name="specification">How the encoder wants its pixels.</param>
    /// <param name="threads">The most threads, with the caller's: at least 1.</param>
    public RegionWriters(ImageSpecification specification, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _own = new RegionPixels(specification);
        _helpers = new Helper[threads - 1];
        for (var index = 0; index < _helpers.Length; index++)
        {
            _helpers[index] = new Helper(this, new RegionPixels(specification));
        }
    }

    /// <summary>Writes all regions and returns when they are written.</summary>
    /// <param name="count">How many.</param>
    /// <param name="write">Writes the region of that number with the given scratch memory; called by several threads at once. Keep one delegate: a new one is an allocation.</param>
    /// <exception cref="ArgumentException">As <paramref name="write"/> throws it; the first fault of any thread.</exception>
    public void Run(int count, Action<int, RegionPixels> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Open(count, write);
        var wanted = Math.Min(_helpers.Length, count - 1);
        for (var index = 0; index < wanted; index++)
        {
            _helpers[index].Call();
        }

        TakeTurns(_own);
        Close();
    }

    /// <summary>Frees the scratch memory. Helpers that were called and have not begun find nothing to do.</summary>
    public void Dispose()
    {
        _own.Dispose();
        foreach (var helper in _helpers)
        {
            helper.Pixels.Dispose();
        }
    }

    private void Open(int count, Action<int, RegionPixels> write)
    {
        lock (_gate)
        {
            (_count, _write, _next, _fault, _isOpen) = (count, write, 0, null, true);
        }
    }

    private void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            while (_working > 0)
            {
                Monitor.Wait(_gate);
            }
        }

        _write = null;
        _fault?.Throw();
    }

    private bool TryJoin()
    {
        lock (_gate)
        {
            _working += _isOpen ? 1 : 0;
            return _isOpen;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_working == 0)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private void TakeTurns(RegionPixels pixels)
    {
        try
        {
            for (int index; (index = Interlocked.Increment(ref _next) - 1) < _count;)
            {
                _write!(index, pixels);
            }
        }
        catch (Exception exception)
        {
            _fault ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    private sealed class Helper(RegionWriters writers, RegionPixels pixels) : IThreadPoolWorkItem
    {
        private int _isQueued;

        public RegionPixels Pixels => pixels;

        public void Call()
        {
            // One that is still queued from an earlier run comes to this one.
            if (Interlocked.Exchange(ref _isQueued, 1) == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        public void Execute()
        {
            Volatile.Write(ref _isQueued, 0);
            if (writers.TryJoin())
            {
                writers.TakeTurns(pixels);
                writers.Leave();
            }
        }
    }
}
