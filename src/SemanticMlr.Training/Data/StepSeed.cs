namespace SemanticMlr.Training.Data;

/// <summary>Seeds the generator of one step.</summary>
internal static class StepSeed
{
    /// <summary>Mixes a run's seed with a step (finaliser of SplitMix64), so that neighbouring steps share nothing.</summary>
    public static int Of(int seed, long step)
    {
        unchecked
        {
            var state = ((ulong)seed << 40) + (ulong)step * 0x9E3779B97F4A7C15;
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
            return (int)((state ^ (state >> 31)) & int.MaxValue);
        }
    }
}
