using System.Globalization;

namespace SemanticMlr.Faults.Processes;

/// <summary>What a process used at a moment.</summary>
/// <param name="Seconds">The moment, since the run began.</param>
/// <param name="WorkingSetMB">Resident memory.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Processes">The process and all that it started, at any depth.</param>
/// <param name="Handles">Open descriptors.</param>
internal sealed record ProcessSample(double Seconds, double WorkingSetMB, int Threads, int Processes, int Handles)
{
    private const int KilobytesPerMegabyte = 1_024;

    /// <summary>Looks at a process; null where it is gone.</summary>
    public static ProcessSample? Of(int process, TimeSpan at)
    {
        try
        {
            var status = File.ReadAllLines($"/proc/{process}/status");
            return new ProcessSample(
                Math.Round(at.TotalSeconds, 1),
                Math.Round(Value("VmRSS:") / (double)KilobytesPerMegabyte, 1),
                (int)Value("Threads:"),
                CountWithChildren(process),
                Directory.GetFileSystemEntries($"/proc/{process}/fd").Length);

            long Value(string name) => long.Parse(
                status.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null; // a process that ends has no VmRSS, then no folder
        }
    }

    private static int CountWithChildren(int process)
    {
        var parents = new List<(int Process, int Parent)>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ParentOf(id) is { } parent)
            {
                parents.Add((id, parent));
            }
        }

        var family = new HashSet<int> { process };
        while (parents.RemoveAll(each => family.Contains(each.Parent) && family.Add(each.Process)) > 0)
        {
            // Each round finds the next generation.
        }

        return family.Count;
    }

    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture); // the name in brackets may hold anything
        }
        catch (IOException)
        {
            return null;
        }
    }
}
