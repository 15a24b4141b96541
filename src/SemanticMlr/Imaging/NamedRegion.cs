namespace SemanticMlr.Imaging;

/// <summary>A part of a frame that is recognised by itself.</summary>
/// <param name="Name">The name under which detections speak of it, as <c>whole</c> or <c>r1c2</c> (row and column of a grid, from 1).</param>
/// <param name="Rectangle">Where it lies in the frame, in pixels.</param>
public sealed record NamedRegion(string Name, PixelRectangle Rectangle)
{
    /// <summary>The name of the region that is the whole frame.</summary>
    public const string Whole = "whole";

    /// <summary>The whole frame as one region.</summary>
    public static NamedRegion OfFrame(int width, int height) => new(Whole, new PixelRectangle(0, 0, width, height));
}
