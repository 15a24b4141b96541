using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Rollout;

/// <summary>A picture that lists are tried on. Owns the header or the memory of the picture.</summary>
/// <param name="Image">8-bit BGR.</param>
/// <param name="Regions">Its regions.</param>
/// <param name="Features">What the encoder made of the regions, or null where that is to be done; not owned.</param>
internal sealed record TrialPicture(Mat Image, IReadOnlyList<NamedRegion> Regions, FrameFeatures? Features = null) : IDisposable
{
    /// <summary>Views of recent frames, which must outlive them.</summary>
    public static IReadOnlyList<TrialPicture> Of(IEnumerable<RecentFrame> frames) =>
        [.. frames.Select(frame => new TrialPicture(frame.Frame.AsMat(), frame.Regions, frame.Features))];

    /// <summary>The golden pictures of a bundle: what there always is.</summary>
    /// <exception cref="ImageException">A picture cannot be read.</exception>
    public static IReadOnlyList<TrialPicture> Golden(Bundle bundle) =>
    [
        .. bundle.Golden.Images.Select(image => ImageReader.Read(bundle.PathOf(image)))
            .Select(image => new TrialPicture(image, [NamedRegion.OfFrame(image.Cols, image.Rows)])),
    ];

    /// <inheritdoc/>
    public void Dispose() => Image.Dispose();
}
