using System.Globalization;

namespace SemanticMlr.Training.HeadBenchmarks;

/// <summary>By how much resident memory grows while something is done: to be measured in a process that did nothing before.</summary>
public static class ResidentPeak
{
    private const string Status = "/proc/self/status";

    /// <summary>Does it.</summary>
    /// <param name="work">What is done.</param>
    /// <returns>Bytes by which the resident peak grew.</returns>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public static long Growth(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Resident memory is read from /proc, which only Linux has.");
        }

        // Starts the peak anew (man 5 proc_pid_clear_refs).
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Read("VmRSS:");
        work();
        return Read("VmHWM:") - before;
    }

    private static long Read(string field)
    {
        var line = File.ReadLines(Status).First(text => text.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line[field.Length..^2].Trim(), CultureInfo.InvariantCulture);
    }
}
