namespace SemanticMlr.Imaging;

/// <summary>The taps of a row of pixels, laid out for a vector that makes two neighbouring pixels at once. Reused; allocates only to grow.</summary>
internal sealed class PixelPairs
{
    /// <summary>Values of a vector: two pixels of three channels and one that is not used.</summary>
    public const int Lanes = 2 * PixelLanes;

    private const int PixelLanes = 4;
    private int[] _offsets = [];
    private ushort[] _weights = [];

    /// <summary>Pairs of the row; where the number of pixels is odd, the last pair makes its pixel twice.</summary>
    public int Count { get; private set; }

    /// <summary>Source pixels of each pixel; those that it does not have weigh nothing.</summary>
    public int Taps { get; private set; }

    /// <summary>The first byte of the first source pixel of each pixel, two a pair.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The weights: for each pair and tap a vector of <see cref="Lanes"/>.</summary>
    public ReadOnlySpan<ushort> Weights => _weights;

    /// <summary>Lays out an axis.</summary>
    /// <param name="axis">The columns; offsets count from the first source pixel that any of them reads.</param>
    /// <param name="size">Pixels of the row.</param>
    /// <param name="channels">Bytes of a pixel.</param>
    public void Build(AxisTaps axis, int size, int channels)
    {
        Taps = 0;
        for (var pixel = 0; pixel < size; pixel++)
        {
            Taps = Math.Max(Taps, axis.Weights(pixel).Length);
        }

        Count = (size + 1) / 2;
        Grow();
        for (var place = 0; place < 2 * Count; place++)
        {
            var pixel = Math.Min(place, size - 1);
            var weights = axis.Weights(pixel);
            _offsets[place] = (axis.Firsts[pixel] - axis.Start) * channels;
            for (var tap = 0; tap < Taps; tap++)
            {
                _weights.AsSpan(((place / 2 * Taps) + tap) * Lanes + (place % 2 * PixelLanes), PixelLanes).Fill(tap < weights.Length ? weights[tap] : (ushort)0);
            }
        }
    }

    private void Grow()
    {
        if (_offsets.Length < 2 * Count)
        {
            _offsets = new int[2 * Count];
        }

        if (_weights.Length < Count * Taps * Lanes)
        {
            _weights = new ushort[Count * Taps * Lanes];
        }
    }
}
