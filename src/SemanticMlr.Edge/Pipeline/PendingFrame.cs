using SemanticMlr.Edge.Capture;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>A frame that waits for its batch.</summary>
internal readonly record struct PendingFrame(Camera Camera, Frame Frame, IReadOnlyList<NamedRegion> Regions);
