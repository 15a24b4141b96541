namespace SemanticMlr.Edge.Pipeline;

/// <summary>How many regions the runs of the image encoder had: what shares a run with what.</summary>
/// <remarks>Thread-safe; allocates only when it is read.</remarks>
public sealed class RunSizes
{
    private readonly long[] _runs = new long[RecognitionOptions.LargestBatch + 1];

    /// <summary>Runs since the start, by their regions; sizes that no run had are absent.</summary>
    public IReadOnlyDictionary<int, long> Read()
    {
        var runs = new SortedDictionary<int, long>();
        for (var regions = 0; regions < _runs.Length; regions++)
        {
            if (Interlocked.Read(ref _runs[regions]) is > 0 and var count)
            {
                runs.Add(regions, count);
            }
        }

        return runs;
    }

    internal void Add(int regions) => Interlocked.Increment(ref _runs[regions]);
}
