using SemanticMlr.Edge.Decisions;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Review;

/// <summary>A chosen frame on its way to the encoder. Owns one share of the frame; whoever takes the request disposes it.</summary>
internal sealed record ReviewRequest(
    Frame Frame, string Camera, DecisionSource Source, ReviewReason Reason, IReadOnlyList<string> Labels, IReadOnlyList<ReviewRegion> Regions)
    : IDisposable
{
    public void Dispose() => Frame.Dispose();
}
