namespace SemanticMlr.Edge;

/// <summary>Finds files that are configured by a relative path.</summary>
internal static class InstalledPath
{
    /// <summary>A rooted path as it is; a relative one from the working directory, or, where nothing is there, from the folder of the executable.</summary>
    public static string Resolve(string path)
    {
        var here = Path.GetFullPath(path);
        var installed = Path.GetFullPath(path, AppContext.BaseDirectory);
        return Path.Exists(here) || !Path.Exists(installed) ? here : installed;
    }
}
