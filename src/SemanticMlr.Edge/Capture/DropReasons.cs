namespace SemanticMlr.Edge.Capture;

/// <summary>Drop reasons by the names under which they are published.</summary>
internal static class DropReasons
{
    /// <summary>The names, by the value of the reason.</summary>
    public static readonly string[] Names = ["superseded", "corrupt", "empty", "size", "rate", "busy"];

    /// <summary>The reasons that occurred, with their counts.</summary>
    public static Dictionary<string, long> Read(long[] counts)
    {
        var result = new Dictionary<string, long>();
        for (var index = 0; index < counts.Length; index++)
        {
            if (Interlocked.Read(ref counts[index]) is > 0 and var count)
            {
                result.Add(Names[index], count);
            }
        }

        return result;
    }
}
