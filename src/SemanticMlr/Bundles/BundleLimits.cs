namespace SemanticMlr.Bundles;

/// <summary>The largest files that a bundle may hold, in bytes.</summary>
internal static class BundleLimits
{
    public const long Manifest = 1 << 20;
    public const long Graph = 4L << 30;
    public const long Golden = 64 << 20;
    public const long Text = 16 << 20;
}
