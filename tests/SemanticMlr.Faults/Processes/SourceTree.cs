using System.Reflection;

namespace SemanticMlr.Faults.Processes;

/// <summary>Places in the source tree and what was built there.</summary>
internal static class SourceTree
{
    /// <summary>The root of the work tree.</summary>
    public static string Root { get; } = typeof(SourceTree).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>A path inside the work tree.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>An executable of this build.</summary>
    public static string Executable(string project, string file) =>
        PathOf("artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, file);
}
