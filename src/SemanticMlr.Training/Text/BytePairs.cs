namespace SemanticMlr.Training.Text;

/// <summary>Learns the merges of a byte-pair vocabulary (Sennrich et al. 2016).</summary>
internal static class BytePairs
{
    /// <summary>Learns merges from words that are already cut into symbols; merges never cross words.</summary>
    /// <param name="words">Words as symbols; a word that occurs often stands there often.</param>
    /// <param name="merges">The most merges to learn; learning ends where no pair occurs twice.</param>
    public static IReadOnlyList<(string Left, string Right)> Learn(IEnumerable<IReadOnlyList<string>> words, int merges)
    {
        var pieces = words.Select(word => word.ToList()).ToArray();
        var learned = new List<(string Left, string Right)>();
        while (learned.Count < merges && MostFrequent(pieces) is { } pair)
        {
            learned.Add(pair);
            foreach (var parts in pieces)
            {
                Join(parts, pair);
            }
        }

        return learned;
    }

    private static (string Left, string Right)? MostFrequent(List<string>[] pieces)
    {
        var counts = new Dictionary<(string Left, string Right), int>();
        foreach (var parts in pieces)
        {
            for (var i = 1; i < parts.Count; i++)
            {
                var pair = (parts[i - 1], parts[i]);
                counts[pair] = counts.GetValueOrDefault(pair) + 1;
            }
        }

        // Ties in a fixed order: the vocabulary is part of what a seed reproduces.
        var best = counts.OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key.Left, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Right, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Value >= 2 ? best.Key : null;
    }

    private static void Join(List<string> parts, (string Left, string Right) pair)
    {
        for (var i = 0; i + 1 < parts.Count; i++)
        {
            if (parts[i] == pair.Left && parts[i + 1] == pair.Right)
            {
                parts[i] += parts[i + 1];
                parts.RemoveAt(i + 1);
            }
        }
    }
}
