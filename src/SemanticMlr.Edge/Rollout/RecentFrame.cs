using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Rollout;

/// <summary>A frame that is kept for a while. Owns one share of the picture and its features; whoever holds it disposes it.</summary>
/// <param name="Camera">Name of the camera.</param>
/// <param name="Frame">The picture.</param>
/// <param name="Regions">Its regions.</param>
/// <param name="Features">What the encoder made of the regions, or null where that is not kept.</param>
internal readonly record struct RecentFrame(string Camera, Frame Frame, IReadOnlyList<NamedRegion> Regions, FrameFeatures? Features = null) : IDisposable
{
    /// <summary>Bytes of the picture.</summary>
    public long Bytes => 3L * Frame.Width * Frame.Height;

    /// <summary>The same with a share of its own.</summary>
    public RecentFrame Share() => this with { Frame = Frame.Retain(), Features = Features?.Retain() };

    /// <inheritdoc/>
    public void Dispose()
    {
        Frame.Dispose();
        Features?.Dispose();
    }
}
