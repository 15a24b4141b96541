namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>The image encoder of a head: exactly one of the two.</summary>
public sealed record HeadEncoderRecipe
{
    /// <summary>An ONNX file whose features are cached on disk once, and a trained projection.</summary>
    public FrozenEncoderRecipe? Frozen { get; init; }

    /// <summary>An encoder of this project that trains with the head.</summary>
    public TrainedEncoderRecipe? Trained { get; init; }
}
