namespace SemanticMlr.Imaging;

/// <summary>Which source pixels make each pixel of the result along one axis, and with what weight. Reused; allocates only to grow.</summary>
internal sealed class AxisTaps
{
    /// <summary>What the weights of one pixel add up to: sums of bytes times weights fit 16 bits.</summary>
    public const int One = 256;

    private int[] _first = [];
    private int[] _count = [];
    private ushort[] _weights = [];
    private double[] _shares = [];
    private int _room;
    private (int Length, int Origin, int Span, int Size, bool IsArea) _built;

    /// <summary>The first source pixel that any pixel of the result reads.</summary>
    public int Start { get; private set; }

    /// <summary>The source pixel behind the last that is read.</summary>
    public int End { get; private set; }

    /// <summary>The first source pixel of each pixel of the result.</summary>
    public ReadOnlySpan<int> Firsts => _first;

    /// <summary>The weights of the source pixels of one pixel of the result; they add up to <see cref="One"/>.</summary>
    public ReadOnlySpan<ushort> Weights(int index) => _weights.AsSpan(index * _room, _count[index]);

    /// <summary>Spreads a stretch of the source over the result. Source pixels beyond the ends repeat the last one there is.</summary>
    /// <param name="length">Pixels of the source.</param>
    /// <param name="origin">Where the stretch begins; may lie outside the source.</param>
    /// <param name="span">Its length in pixels.</param>
    /// <param name="size">Pixels of the result.</param>
    /// <param name="isArea">
    /// Whether a pixel is the mean over what it covers wherever the stretch is shrunk; else it is interpolated between two source pixels, as long as that skips none.
    /// </param>
    /// <returns>Whether anything changed: the same stretch again, as of the next tile in a row, is not spread again.</returns>
    public bool Build(int length, int origin, int span, int size, bool isArea)
    {
        if (_built == (length, origin, span, size, isArea))
        {
            return false;
        }

        _built = (length, origin, span, size, isArea);
        var covers = span > (isArea ? size : 2 * size);
        Grow(size, (int)Math.Ceiling(span / (double)size) + 2);
        (Start, End) = (length, 0);
        for (var index = 0; index < size; index++)
        {
            if (covers)
            {
                Cover(index, length, origin + index * (double)span / size, origin + (index + 1) * (double)span / size);
            }
            else
            {
                Interpolate(index, length, origin + (index + 0.5) * span / size - 0.5);
            }

            Start = Math.Min(Start, _first[index]);
            End = Math.Max(End, _first[index] + _count[index]);
        }

        return true;
    }

    private void Cover(int index, int length, double from, double to)
    {
        var (first, last) = ((int)Math.Floor(from), (int)Math.Ceiling(to) - 1);
        var begin = Math.Clamp(first, 0, length - 1);
        var shares = _shares.AsSpan(0, Math.Clamp(last, 0, length - 1) - begin + 1);
        shares.Clear();
        for (var pixel = first; pixel <= last; pixel++)
        {
            shares[Math.Clamp(pixel, 0, length - 1) - begin] += (Math.Min(to, pixel + 1) - Math.Max(from, pixel)) / (to - from);
        }

        Set(index, begin, shares);
    }

    private void Interpolate(int index, int length, double place)
    {
        var left = (int)Math.Floor(place);
        var begin = Math.Clamp(left, 0, length - 1);
        var shares = _shares.AsSpan(0, Math.Clamp(left + 1, 0, length - 1) - begin + 1);
        shares.Clear();
        shares[0] = 1 - (place - left);
        shares[^1] += place - left;
        Set(index, begin, shares);
    }

    /// <summary>Rounds the running sum, not each share, so that the weights add up.</summary>
    private void Set(int index, int first, ReadOnlySpan<double> shares)
    {
        (_first[index], _count[index]) = (first, shares.Length);
        var (sum, rounded) = (0.0, 0);
        for (var tap = 0; tap < shares.Length; tap++)
        {
            sum += shares[tap];
            var next = tap == shares.Length - 1 ? One : (int)Math.Round(sum * One);
            _weights[index * _room + tap] = (ushort)(next - rounded);
            rounded = next;
        }
    }

    private void Grow(int size, int room)
    {
        _room = room;
        if (_first.Length < size)
        {
            (_first, _count) = (new int[size], new int[size]);
        }

        if (_weights.Length < size * room)
        {
            _weights = new ushort[size * room];
        }

        if (_shares.Length < room)
        {
            _shares = new double[room];
        }
    }
}
