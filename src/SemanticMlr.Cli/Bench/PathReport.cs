using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Evaluation;

namespace SemanticMlr.Cli.Bench;

/// <summary>What <c>mlr bench path</c> found; times in milliseconds.</summary>
/// <param name="Bundle">The bundle, as <c>name@version</c>.</param>
/// <param name="Provider">The execution provider that ran.</param>
/// <param name="Processors">Logical processors of the machine.</param>
/// <param name="Regions">Regions of a frame of 1920 x 1080 pixels.</param>
/// <param name="Rate">Frames a second that the camera gave.</param>
/// <param name="Stay">Frames for which a picture stayed before it changed.</param>
/// <param name="Frames">Frames recognised while it was measured.</param>
/// <param name="Dropped">Frames that a newer one replaced meanwhile; the figures are of a machine that keeps up only where it is 0.</param>
/// <param name="Detections">Detections published meanwhile.</param>
/// <param name="BytesPerFrame">Managed bytes that the whole process allocated a frame, round by round.</param>
/// <param name="BytesPerSecond">The same a second.</param>
/// <param name="Collections">Garbage collections of any generation meanwhile.</param>
/// <param name="Resize">From the frame to the encoder's pixels, a frame.</param>
/// <param name="HandOver">Decisions, review, JSON and handing over to the outbox, a frame.</param>
/// <param name="Model">Encoder and head, median, a frame.</param>
/// <param name="ResizeCosine">Cosine between the global features of whole pictures as the agent resizes them and by an antialiased bicubic filter, over the pictures.</param>
internal sealed record PathReport(
    string Bundle,
    string Provider,
    int Processors,
    int Regions,
    double Rate,
    int Stay,
    long Frames,
    long Dropped,
    long Detections,
    Spread BytesPerFrame,
    Spread BytesPerSecond,
    int Collections,
    Percentiles Resize,
    Percentiles HandOver,
    double Model,
    Spread ResizeCosine)
{
    /// <summary>Everything but decoding and model at the median.</summary>
    public double Path => Resize.P50 + HandOver.P50;
}
