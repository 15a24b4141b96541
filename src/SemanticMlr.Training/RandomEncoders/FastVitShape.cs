namespace SemanticMlr.Training.RandomEncoders;

/// <summary>The sizes of a FastViT encoder (Vasu et al. 2023) as MobileCLIP (Vasu et al. 2024) uses it: every stage halves the sides, the last mixes by attention.</summary>
/// <param name="Size">Side of the picture, in pixels; a multiple of 32.</param>
/// <param name="Stages">Width and blocks of each stage.</param>
/// <param name="Dimension">Length D of an embedding.</param>
internal sealed record FastVitShape(int Size, IReadOnlyList<(int Width, int Blocks)> Stages, int Dimension)
{
    /// <summary>The stages of MobileCLIP-S0's image encoder, MCi0.</summary>
    public static FastVitShape MobileClipS0 { get; } = new(256, [(64, 2), (128, 6), (256, 10), (512, 2)], 512);

    /// <summary>For tests.</summary>
    public static FastVitShape Tiny { get; } = new(64, [(32, 1), (32, 1), (32, 1), (64, 1)], 16);

    /// <summary>Cells along a side of the last stage: the stem makes a quarter, each later stage a half.</summary>
    public int Cells => Size >> (Stages.Count + 1);
}
