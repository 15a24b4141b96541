using Microsoft.Extensions.Logging;

namespace SemanticMlr.Inference.Engines;

/// <summary>Makes room: engines that nobody uses go, those first that were not used for the longest time, until the rest is within its bounds.</summary>
internal static class EnginePruning
{
    /// <param name="root">The folder of all engines.</param>
    /// <param name="limits">The bounds of what is not in use.</param>
    /// <param name="inUse">Names of folders that stay.</param>
    /// <param name="timing">The folder of timings that stays; timings of other versions or GPUs go.</param>
    /// <param name="logger">Where it is said.</param>
    /// <exception cref="IOException">A folder cannot be removed.</exception>
    public static void Run(string root, EngineCacheOptions limits, IReadOnlySet<string> inUse, string timing, ILogger logger)
    {
        var (count, bytes) = (0, 0L);
        foreach (var (folder, used) in new DirectoryInfo(root).GetDirectories().Where(folder => !inUse.Contains(folder.Name) && folder.Name != timing)
            .Select(folder => (folder, LastUse(folder))).OrderByDescending(entry => entry.Item2))
        {
            count++;
            bytes += folder.EnumerateFiles().Sum(file => file.Length);
            if (used is null || count > limits.MaxEngines || bytes > limits.MaxMegabytes * 1024L * 1024L)
            {
                logger.EngineRemoved(folder.FullName, used is null ? "it is half-written, or belongs to other versions" : "it was not used for the longest time");
                folder.Delete(recursive: true);
            }
        }
    }

    /// <summary>When an engine was opened last, or refused; null where it is neither.</summary>
    private static DateTime? LastUse(DirectoryInfo folder) => folder.EnumerateFiles()
        .Where(file => file.Name is EngineManifest.FileName or EngineRefusal.FileName)
        .Max(file => (DateTime?)file.LastWriteTimeUtc);
}
