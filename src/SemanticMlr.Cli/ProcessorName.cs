namespace SemanticMlr.Cli;

/// <summary>What the processor calls itself.</summary>
internal static class ProcessorName
{
    private const string Field = "model name";

    /// <summary>The name with the number of processors, or only that where the system does not tell.</summary>
    public static string Current()
    {
        try
        {
            var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is null ? $"{Environment.ProcessorCount} processors" : $"{line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}, {Environment.ProcessorCount} processors";
        }
        catch (IOException)
        {
            return $"{Environment.ProcessorCount} processors";
        }
    }
}
