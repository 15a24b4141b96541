namespace SemanticMlr.Training.RandomEncoders;

/// <summary>The sizes of a vision transformer (Dosovitskiy et al. 2021, table 1) with CLIP's projection (sigrl.md 2.1).</summary>
/// <param name="Size">Side of the picture, in pixels.</param>
/// <param name="Patch">Side of a patch, in pixels; divides <paramref name="Size"/>.</param>
/// <param name="Width">Length of a token.</param>
/// <param name="Blocks">Transformer blocks.</param>
/// <param name="Heads">Heads of an attention; divides <paramref name="Width"/>.</param>
/// <param name="Dimension">Length D of an embedding.</param>
internal sealed record VisionTransformerShape(int Size, int Patch, int Width, int Blocks, int Heads, int Dimension)
{
    /// <summary>ViT-B/16 as in CLIP.</summary>
    public static VisionTransformerShape B16 { get; } = new(224, 16, 768, 12, 12, 512);

    /// <summary>ViT-B/32 as in CLIP.</summary>
    public static VisionTransformerShape B32 { get; } = B16 with { Patch = 32 };

    /// <summary>For tests.</summary>
    public static VisionTransformerShape Tiny { get; } = new(32, 8, 32, 2, 2, 16);

    /// <summary>Patches P of a picture.</summary>
    public int Patches => Size / Patch * (Size / Patch);
}
