using OpenCvSharp;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>How peers that use OpenCV resize: as the encoder wants it.</summary>
internal static class PeerResize
{
    /// <summary>The interpolation of a setup.</summary>
    public static InterpolationFlags Of(string interpolation) => interpolation switch
    {
        "linear" => InterpolationFlags.Linear,
        "cubic" => InterpolationFlags.Cubic,
        _ => InterpolationFlags.Area,
    };
}
