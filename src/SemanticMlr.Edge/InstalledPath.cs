namespace SemanticMlr.Edge;

/// <summary>Finds files that are configured by a relative path.</summary>
internal static class InstalledPath
{
    /// <summary>
    /// A rooted path as it is; a relative one from the working directory, or, where nothing is there, from the folder of the executable or the
    /// nearest folder above it that has it.
    /// </summary>
    public static string Resolve(string path)
    {
        var here = Path.GetFullPath(path);
        if (Path.Exists(here))
        {
            return here;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var installed = Path.GetFullPath(path, folder.FullName);
            if (Path.Exists(installed))
            {
                return installed;
            }
        }

        return here;
    }
}
