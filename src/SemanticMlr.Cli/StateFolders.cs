namespace SemanticMlr.Cli;

/// <summary>Where long runs keep their files: below the state folder of the XDG Base Directory Specification, outside every work tree, kept over restarts.</summary>
internal static class StateFolders
{
    /// <summary>The folder of this program.</summary>
    public static string Home
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return Path.Combine(
                string.IsNullOrEmpty(home) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state") : home,
                "semanticmlr");
        }
    }

    /// <summary>Cached features of frozen encoders.</summary>
    public static string Features => Path.Combine(Home, "features");
}
