namespace SemanticMlr.Cli;

/// <summary>What the machine trades for power, where it tells.</summary>
internal static class PowerMode
{
    /// <summary>A Jetson's mode and the governor of the processor's clock, as far as there are any; else null.</summary>
    public static string? Current() =>
        string.Join(", ", new[] { Read("/var/lib/nvpmodel/status", "nvpmodel "), Read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "governor ") }.OfType<string>()) is { Length: > 0 } mode
            ? mode
            : null;

    private static string? Read(string path, string prefix)
    {
        try
        {
            return File.Exists(path) ? prefix + File.ReadAllText(path).Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
