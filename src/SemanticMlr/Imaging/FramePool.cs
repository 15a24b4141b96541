namespace SemanticMlr.Imaging;

/// <summary>Lends frames over pinned memory and takes the memory back, so that steady capture allocates nothing large. Thread-safe.</summary>
/// <remarks>
/// One pool for all cameras: which of them holds how many frames shifts with every camera that comes and goes, and memory that one gives back serves
/// the next. Pinned memory that is left to the garbage collector comes free with a full collection only, which is rare.
/// </remarks>
public sealed class FramePool
{
    /// <summary>The longest side of a frame, in pixels.</summary>
    public const int MaxSide = 16_384;

    private const int MostTimesTooLarge = 2;
    private readonly Lock _gate = new();
    private readonly List<byte[]> _free = []; // the one that waits longest first
    private readonly int _capacity;

    /// <param name="capacity">The most free buffers kept.</param>
    public FramePool(int capacity = 16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _capacity = capacity;
    }

    /// <summary>Lends a frame with undefined pixels; its first owner is the caller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not between 1 and <see cref="MaxSide"/> pixels.</exception>
    public Frame Rent(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        var length = width * height * 3;
        return new Frame(this, TakeFree(length) ?? GC.AllocateUninitializedArray<byte>(length, pinned: true), width, height);
    }

    internal void Return(byte[] memory)
    {
        lock (_gate)
        {
            _free.Add(memory);
            if (_free.Count > _capacity)
            {
                _free.RemoveAt(0);
            }
        }
    }

    /// <summary>The smallest free memory that is large enough and not far too large, or null.</summary>
    private byte[]? TakeFree(int length)
    {
        lock (_gate)
        {
            var best = -1;
            for (var index = 0; index < _free.Count; index++)
            {
                var size = _free[index].Length;
                if (size >= length && size <= (long)MostTimesTooLarge * length && (best < 0 || size < _free[best].Length))
                {
                    best = index;
                }
            }

            if (best < 0)
            {
                return null;
            }

            var memory = _free[best];
            _free.RemoveAt(best);
            return memory;
        }
    }
}
