using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SemanticMlr.Imaging;

/// <summary>Resamples a rectangle of an image into a square: first the rows, many columns at a time, then the columns, two pixels at a time.</summary>
/// <remarks>
/// Reads the image where it lies, also where the rectangle leaves it (the edge repeats), and writes the result where it is wanted: no copy between. OpenCV
/// needs a bordered copy of the whole rectangle for that. Weights and the values in between are 8-bit: values are within two levels of OpenCV's. Not
/// thread-safe; allocates only to grow.
/// </remarks>
internal sealed class Resampler
{
    private const int Channels = 3;
    private const int Block = 32;
    private const ushort Half = AxisTaps.One / 2;

    // The upper byte of a sum is its value; 15 is a byte that is not used.
    private static readonly Vector128<byte> Kept = Vector128.Create((byte)1, 3, 5, 9, 11, 13, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
    private static readonly Vector128<byte> Swapped = Vector128.Create((byte)5, 3, 1, 13, 11, 9, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
    private readonly AxisTaps _columns = new();
    private readonly AxisTaps _rows = new();
    private readonly PixelPairs _pairs = new();
    private byte[] _row = [];

    /// <summary>Resamples.</summary>
    /// <param name="source">The image.</param>
    /// <param name="rectangle">What is taken of it; may reach outside.</param>
    /// <param name="size">Side of the square.</param>
    /// <param name="isArea">Whether shrinking takes the mean over what a pixel covers; else it is bilinear down to half the size, and the mean below.</param>
    /// <param name="swapsColours">Whether the first and the third channel change places.</param>
    /// <param name="destination">Takes <c>3 * size * size</c> bytes.</param>
    public void Write(PixelView source, PixelRectangle rectangle, int size, bool isArea, bool swapsColours, Span<byte> destination)
    {
        _rows.Build(source.Height, rectangle.Y, rectangle.Height, size, isArea);
        if (_columns.Build(source.Width, rectangle.X, rectangle.Width, size, isArea))
        {
            _pairs.Build(_columns, size, Channels);
        }

        // A tap without weight may lie behind the last pixel; its bytes are read and count nothing.
        var bytes = (_columns.End - _columns.Start) * Channels;
        var room = bytes + (_pairs.Taps + 1) * Channels;
        if (_row.Length < room)
        {
            _row = new byte[room];
        }

        for (var y = 0; y < size; y++)
        {
            var first = _rows.Firsts[y] * source.Stride + _columns.Start * Channels;
            SumRows(source.Pixels[first..], source.Stride, _rows.Weights(y), bytes);
            SumColumns(swapsColours ? Swapped : Kept, destination.Slice(y * size * Channels, size * Channels));
        }
    }

    /// <summary>The weighted sum of some rows.</summary>
    private void SumRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<ushort> weights, int bytes)
    {
        if (bytes < Block)
        {
            SumShortRows(rows, stride, weights, bytes);
            return;
        }

        ref var source = ref MemoryMarshal.GetReference(rows);
        ref var target = ref MemoryMarshal.GetArrayDataReference(_row);
        var index = 0;
        for (; index <= bytes - 2 * Block; index += 2 * Block)
        {
            SumBlocks(ref Unsafe.Add(ref source, index), stride, weights, ref Unsafe.Add(ref target, index));
        }

        for (; index < bytes; index += Block)
        {
            var place = Math.Min(index, bytes - Block); // the last block overlaps the one before
            SumBlock(ref Unsafe.Add(ref source, place), stride, weights, ref Unsafe.Add(ref target, place));
        }
    }

    /// <summary>Two blocks side by side, which share the weights.</summary>
    private static void SumBlocks(ref byte source, int stride, ReadOnlySpan<ushort> weights, ref byte target)
    {
        var half = Vector256.Create(Half);
        var (first, second, third, fourth) = (half, half, half, half);
        foreach (var value in weights)
        {
            var weight = Vector256.Create(value);
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref source));
            first += low * weight;
            second += high * weight;
            (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref source, Block));
            third += low * weight;
            fourth += high * weight;
            source = ref Unsafe.Add(ref source, stride);
        }

        Vector256.Narrow(first >> 8, second >> 8).StoreUnsafe(ref target);
        Vector256.Narrow(third >> 8, fourth >> 8).StoreUnsafe(ref target, Block);
    }

    private static void SumBlock(ref byte source, int stride, ReadOnlySpan<ushort> weights, ref byte target)
    {
        var (first, second) = (Vector256.Create(Half), Vector256.Create(Half));
        foreach (var value in weights)
        {
            var weight = Vector256.Create(value);
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref source));
            first += low * weight;
            second += high * weight;
            source = ref Unsafe.Add(ref source, stride);
        }

        Vector256.Narrow(first >> 8, second >> 8).StoreUnsafe(ref target);
    }

    private void SumShortRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<ushort> weights, int bytes)
    {
        for (var index = 0; index < bytes; index++)
        {
            int sum = Half;
            for (var row = 0; row < weights.Length; row++)
            {
                sum += rows[row * stride + index] * weights[row];
            }

            _row[index] = (byte)(sum >> 8);
        }
    }

    /// <summary>The weighted sums of pixels of the row. Half of a vector holds a pixel and one value of the next, which is not used.</summary>
    private void SumColumns(Vector128<byte> order, Span<byte> destination)
    {
        ref var row = ref MemoryMarshal.GetArrayDataReference(_row);
        ref var weights = ref MemoryMarshal.GetReference(_pairs.Weights);
        ref var offsets = ref MemoryMarshal.GetReference(_pairs.Offsets);
        var (end, last) = (_pairs.Taps * Channels, _pairs.Count - 1);
        for (var pair = 0; pair <= last; pair++)
        {
            ref var left = ref Unsafe.Add(ref row, Unsafe.Add(ref offsets, 2 * pair));
            ref var right = ref Unsafe.Add(ref row, Unsafe.Add(ref offsets, 2 * pair + 1));
            var sum = Vector128.Create(Half);
            for (var tap = 0; tap < end; tap += Channels)
            {
                var pixels = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref left, tap)))
                    .WithElement(1, Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref right, tap)));
                sum += Vector128.WidenLower(pixels.AsByte()) * Vector128.LoadUnsafe(ref weights);
                weights = ref Unsafe.Add(ref weights, PixelPairs.Lanes);
            }

            var values = Vector128.Shuffle(sum.AsByte(), order).AsUInt64().ToScalar();
            var target = destination[(2 * Channels * pair)..];
            if (pair < last)
            {
                Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(target), values); // two bytes belong to the next pair, which comes after
            }
            else
            {
                WriteLast(target, values);
            }
        }
    }

    private static void WriteLast(Span<byte> target, ulong values)
    {
        for (var index = 0; index < target.Length; index++)
        {
            target[index] = (byte)(values >> (8 * index));
        }
    }
}
