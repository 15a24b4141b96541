namespace SemanticMlr.Training.RandomEncoders;

/// <summary>The encoders that can be made with random weights, by name.</summary>
public static class RandomEncoderCatalog
{
    private static readonly RandomEncoder[] All =
    [
        Transformer("vit-b32", VisionTransformerShape.B32),
        Transformer("vit-b16", VisionTransformerShape.B16),
        Convolutional("mobileclip-s0", FastVitShape.MobileClipS0),
        Transformer("vit-tiny", VisionTransformerShape.Tiny),
        Convolutional("mobileclip-tiny", FastVitShape.Tiny),
    ];

    /// <summary>The names that people are told; those of small encoders for tests are not among them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(encoder => encoder.Name).Where(name => !name.EndsWith("-tiny", StringComparison.Ordinal))];

    /// <summary>The encoder of that name, or null.</summary>
    public static RandomEncoder? Find(string name) => All.FirstOrDefault(encoder => encoder.Name == name);

    private static RandomEncoder Transformer(string name, VisionTransformerShape shape) =>
        new(name, shape.Size, shape.Patches, shape.Dimension, () => VisionTransformerGraph.Write(shape));

    private static RandomEncoder Convolutional(string name, FastVitShape shape) =>
        new(name, shape.Size, shape.Cells * shape.Cells, shape.Dimension, () => FastVitGraph.Write(shape));
}
