namespace SemanticMlr.Bundles;

/// <summary>Paths inside a bundle: relative, forward slashes, never out of the folder.</summary>
internal static class BundlePath
{
    /// <summary>Why a path may not stand in a bundle, or null when it may.</summary>
    public static string? FaultOf(string path) =>
        path.Length == 0 ? "is empty"
        : path.Contains('\\', StringComparison.Ordinal) ? $"\"{path}\" has a backslash; use forward slashes"
        : Path.IsPathRooted(path) || path.Split('/').Any(part => part is "" or "." or "..") ? $"\"{path}\" leaves the folder of the bundle"
        : path.Any(char.IsControl) ? "has a control character"
        : null;
}
