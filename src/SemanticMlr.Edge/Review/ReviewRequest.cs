using SemanticMlr.Edge.Decisions;
using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Review;

/// <summary>A chosen frame on its way to the encoder. Owns one share of the frame; whoever takes the request disposes it.</summary>
internal sealed record ReviewRequest(
    Frame Frame, string Camera, DecisionSource Source, ReviewReason Reason, IReadOnlyList<string> Labels, IReadOnlyList<ReviewRegion> Regions)
    : IDisposable
{
    /// <summary>Labels, head and calibration that scored the frame, or null where they are gone: heat maps are then left out.</summary>
    public RecognitionSnapshot? Snapshot { get; init; }

    public void Dispose() => Frame.Dispose();
}
