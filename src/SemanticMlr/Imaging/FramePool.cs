using System.Collections.Concurrent;

namespace SemanticMlr.Imaging;

/// <summary>Lends frames over pinned memory and takes the memory back, so that steady capture allocates nothing large.</summary>
/// <remarks>Keeps at most a few free buffers of the last sizes asked for; the rest is left to the garbage collector.</remarks>
public sealed class FramePool
{
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly int _capacity;
    private int _freeCount;

    /// <param name="capacity">The most free buffers kept.</param>
    public FramePool(int capacity = 8)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _capacity = capacity;
    }

    /// <summary>Lends a frame with undefined pixels; its first owner is the caller.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not between 1 and 16,384 pixels.</exception>
    public Frame Rent(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        var length = width * height * 3;
        while (_free.TryTake(out var memory))
        {
            Interlocked.Decrement(ref _freeCount);
            if (memory.Length == length)
            {
                return new Frame(this, memory, width, height);
            }
        }

        return new Frame(this, GC.AllocateUninitializedArray<byte>(length, pinned: true), width, height);
    }

    /// <summary>The longest side of a frame, in pixels.</summary>
    public const int MaxSide = 16_384;

    internal void Return(byte[] memory)
    {
        if (Interlocked.Increment(ref _freeCount) <= _capacity)
        {
            _free.Add(memory);
        }
        else
        {
            Interlocked.Decrement(ref _freeCount);
        }
    }
}
