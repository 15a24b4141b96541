using System.Reflection;

namespace SemanticMlr.TestSupport;

/// <summary>Places in the source tree and the shared data beside it.</summary>
internal static class Repository
{
    /// <summary>The root of the work tree.</summary>
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>A path inside the work tree.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path in the shared data; skips the test with "skipped: no data" where it is absent.</summary>
    public static string Shared(params string[] parts)
    {
        var path = Path.GetFullPath(Path.Combine([Root, "..", "shared", .. parts]));
        Assert.SkipUnless(Path.Exists(path), "skipped: no data");
        return path;
    }
}
