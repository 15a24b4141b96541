namespace SemanticMlr.Training.Tests.Importing;

/// <summary>Sizes of a CLIP model.</summary>
internal sealed record ClipSizes(int Size, int Patch, int Width, int Layers, int Heads, int Dimension, int TextWidth, int TextLayers, int TextHeads, int Vocabulary, int Context)
{
    public static ClipSizes Small { get; } = new(32, 8, 24, 2, 3, 16, 20, 2, 2, 600, 24);

    /// <summary>ViT-B/16 (Dosovitskiy et al. 2021) with the text side of Small: that is tested there.</summary>
    public static ClipSizes Base16 { get; } = Small with { Size = 224, Patch = 16, Width = 768, Layers = 12, Heads = 12, Dimension = 512 };

    public int Grid => Size / Patch;

    public int Tokens => Grid * Grid + 1;
}
