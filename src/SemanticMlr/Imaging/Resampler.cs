using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SemanticMlr.Imaging;

/// <summary>Resamples a rectangle of an image into a square: first the rows, many columns at a time, then the columns.</summary>
/// <remarks>
/// Reads the image where it lies, also where the rectangle leaves it (the edge repeats), and writes the result where it is wanted: no copy between. OpenCV
/// needs a bordered copy of the whole rectangle for that. Weights are 8-bit: values are within two levels of OpenCV's. Not thread-safe; allocates only to grow.
/// </remarks>
internal sealed class Resampler
{
    private const int Channels = 3;
    private const int Padding = 8;

    // The third byte of a sum is its value; 15 is a byte that is not used.
    private static readonly Vector128<byte> Kept = Vector128.Create((byte)2, 6, 10, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
    private static readonly Vector128<byte> Swapped = Vector128.Create((byte)10, 6, 2, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15);
    private readonly AxisTaps _columns = new();
    private readonly AxisTaps _rows = new();
    private ushort[] _row = [];

    /// <summary>Resamples.</summary>
    /// <param name="source">The image.</param>
    /// <param name="rectangle">What is taken of it; may reach outside.</param>
    /// <param name="size">Side of the square.</param>
    /// <param name="isArea">Whether shrinking takes the mean over what a pixel covers; else it is bilinear down to half the size, and the mean below.</param>
    /// <param name="swapsColours">Whether the first and the third channel change places.</param>
    /// <param name="destination">Takes <c>3 * size * size</c> bytes.</param>
    public void Write(PixelView source, PixelRectangle rectangle, int size, bool isArea, bool swapsColours, Span<byte> destination)
    {
        _columns.Build(source.Width, rectangle.X, rectangle.Width, size, isArea);
        _rows.Build(source.Height, rectangle.Y, rectangle.Height, size, isArea);
        var bytes = (_columns.End - _columns.Start) * Channels;
        if (_row.Length < bytes + Padding)
        {
            _row = new ushort[bytes + Padding];
        }

        for (var y = 0; y < size; y++)
        {
            var weights = _rows.Weights(y);
            var first = _rows.Firsts[y] * source.Stride + _columns.Start * Channels;
            SumRows(source.Pixels[first..], source.Stride, weights, bytes);
            SumColumns(size, swapsColours, destination.Slice(y * size * Channels, size * Channels));
        }
    }

    /// <summary>The weighted sum of some rows, 256 times the value a byte.</summary>
    private void SumRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<ushort> weights, int bytes)
    {
        ref var source = ref MemoryMarshal.GetReference(rows);
        ref var target = ref MemoryMarshal.GetArrayDataReference(_row);
        if (bytes < Vector256<byte>.Count)
        {
            for (var index = 0; index < bytes; index++)
            {
                var sum = 0;
                for (var row = 0; row < weights.Length; row++)
                {
                    sum += rows[row * stride + index] * weights[row];
                }

                _row[index] = (ushort)sum;
            }

            return;
        }

        for (var index = 0; index < bytes; index += Vector256<byte>.Count)
        {
            var place = Math.Min(index, bytes - Vector256<byte>.Count); // the last block overlaps the one before
            var (low, high) = (Vector256<ushort>.Zero, Vector256<ushort>.Zero);
            for (var row = 0; row < weights.Length; row++)
            {
                var (left, right) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)(row * stride + place)));
                var weight = Vector256.Create(weights[row]);
                low += left * weight;
                high += right * weight;
            }

            low.StoreUnsafe(ref target, (nuint)place);
            high.StoreUnsafe(ref target, (nuint)(place + Vector256<ushort>.Count));
        }
    }

    /// <summary>The weighted sum of the pixels of the row; a vector holds a pixel and one value of the next, which is not used.</summary>
    private void SumColumns(int size, bool swapsColours, Span<byte> destination)
    {
        ref var row = ref MemoryMarshal.GetArrayDataReference(_row);
        ref var weights = ref MemoryMarshal.GetReference(_columns.AllWeights);
        var firsts = _columns.Firsts[..size];
        var counts = _columns.Counts[..size];
        var (start, room) = (_columns.Start, _columns.Room);
        var order = swapsColours ? Swapped : Kept;
        for (var x = 0; x < firsts.Length; x++)
        {
            var place = (nuint)((firsts[x] - start) * Channels);
            var (weight, end) = (x * room, x * room + counts[x]);
            var sum = Vector128.Create((uint)AxisTaps.One * AxisTaps.One / 2);
            for (; weight < end; weight++)
            {
                sum += Vector128.WidenLower(Vector128.LoadUnsafe(ref row, place)) * Vector128.Create((uint)Unsafe.Add(ref weights, weight));
                place += Channels;
            }

            var pixel = Vector128.Shuffle(sum.AsByte(), order).AsUInt32().ToScalar();
            if (x < size - 1)
            {
                Unsafe.WriteUnaligned(ref destination[x * Channels], pixel); // the fourth byte belongs to the next pixel, which comes after
            }
            else
            {
                destination[x * Channels] = (byte)pixel;
                destination[x * Channels + 1] = (byte)(pixel >> 8);
                destination[x * Channels + 2] = (byte)(pixel >> 16);
            }
        }
    }
}
