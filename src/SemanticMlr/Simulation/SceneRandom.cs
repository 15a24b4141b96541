namespace SemanticMlr.Simulation;

/// <summary>Repeatable chance: SplitMix64 (Steele, Lea, Flood 2014), the same on every machine.</summary>
internal sealed class SceneRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    public SceneRandom(long seed, long index) => _state = Mix(unchecked((ulong)seed + Step)) ^ Mix(unchecked((ulong)index * Step + 1));

    /// <summary>Spreads the bits of a number.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        _state = unchecked(_state + Step);
        return Mix(_state);
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from the first to the last, both included.</summary>
    public int Whole(int first, int last) => first + (int)(Unit() * (last - first + 1));

    /// <summary>A number between two others.</summary>
    public double Between(double low, double high) => low + Unit() * (high - low);

    /// <summary>True with the probability given.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>One of the items.</summary>
    public T Pick<T>(ReadOnlySpan<T> items) => items[(int)(Unit() * items.Length)];

    /// <summary>An index drawn by weight.</summary>
    public int Weighted(IReadOnlyList<double> weights)
    {
        var rest = Unit() * weights.Sum();
        for (var index = 0; index < weights.Count - 1; index++)
        {
            rest -= weights[index];
            if (rest < 0)
            {
                return index;
            }
        }

        return weights.Count - 1;
    }
}
