using System.Runtime.InteropServices;
using OpenCvSharp;

namespace SemanticMlr.Imaging;

/// <summary>One captured image: 8-bit BGR, three bytes a pixel, rows without gaps.</summary>
/// <remarks>
/// Born with one owner. <see cref="Retain"/> adds one, each owner calls <see cref="Dispose"/> once, and the last one gives the
/// memory back to the pool. Pixels are written before a frame is handed on and never after.
/// </remarks>
public sealed class Frame : IDisposable
{
    private readonly FramePool _pool;
    private readonly byte[] _memory;
    private int _owners = 1;

    internal Frame(FramePool pool, byte[] memory, int width, int height)
    {
        _pool = pool;
        _memory = memory;
        Width = width;
        Height = height;
    }

    /// <summary>Columns, at least 1.</summary>
    public int Width { get; }

    /// <summary>Rows, at least 1.</summary>
    public int Height { get; }

    /// <summary>When the frame was captured, UTC.</summary>
    public DateTimeOffset CapturedAt { get; set; }

    /// <summary>When the frame was captured, in ticks of <see cref="TimeProvider.GetTimestamp"/>: the clock that never jumps.</summary>
    public long Timestamp { get; set; }

    /// <summary>The count of the frame within its source, from 1 at each start of the agent.</summary>
    public long Number { get; set; }

    /// <summary>The pixels, <c>Width * Height * 3</c> bytes: blue, green, red.</summary>
    public Span<byte> Pixels => Memory.Span;

    /// <summary>The pixels with their shape; valid as long as the frame.</summary>
    public PixelView View => new(Pixels, Width, Height, Width * 3);

    /// <summary>The pixels as memory, for asynchronous readers.</summary>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _owners) <= 0, this);
            return _memory.AsMemory(0, Width * Height * 3);
        }
    }

    /// <summary>An OpenCV header over the same pixels (rows x columns, CV_8UC3). The caller disposes it, and before the frame.</summary>
    public Mat AsMat()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _owners) <= 0, this);
        return Mat.FromPixelData(Height, Width, MatType.CV_8UC3, Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0));
    }

    /// <summary>Adds an owner, who must call <see cref="Dispose"/> too.</summary>
    public Frame Retain()
    {
        var owners = Interlocked.Increment(ref _owners);
        ObjectDisposedException.ThrowIf(owners <= 1, this);
        return this;
    }

    /// <summary>Gives up one ownership; the last one returns the memory to the pool.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            _pool.Return(_memory);
        }
    }
}
