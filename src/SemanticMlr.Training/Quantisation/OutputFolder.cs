using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Quantisation;

/// <summary>Where a quantised bundle may be written.</summary>
internal static class OutputFolder
{
    /// <summary>Refuses the bundle itself, and folders that hold something else.</summary>
    /// <param name="output">The folder to write.</param>
    /// <param name="bundle">The folder that is read.</param>
    /// <exception cref="BundleException">It may not be written.</exception>
    public static void Check(string output, string bundle)
    {
        var (target, source) = (Real(output), Real(bundle));
        if (Holds(source, target) || Holds(target, source))
        {
            throw new BundleException(output, "lies in the bundle that is read, or holds it; a bundle is never changed in place: name another folder");
        }

        if (File.Exists(target))
        {
            throw new BundleException(output, "is a file; name a folder");
        }

        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any() && !File.Exists(Path.Combine(target, BundleManifest.FileName)))
        {
            throw new BundleException(output, $"holds files but no {BundleManifest.FileName}, so it is no bundle that may be replaced; name a new folder");
        }
    }

    private static bool Holds(string outer, string inner) => (inner + Path.DirectorySeparatorChar).StartsWith(outer + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Real(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(full) ? new DirectoryInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full : full;
    }
}
