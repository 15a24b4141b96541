using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>A convolutional encoder of this project that trains with the head from labels of whole samples; no boxes are needed.</summary>
public sealed record TrainedEncoderRecipe
{
    /// <summary>Size and context of its input.</summary>
    [JsonRequired]
    public ImageRecipe Image { get; init; } = new();

    /// <summary>Widths and depths.</summary>
    [JsonRequired]
    public EncoderRecipe Layers { get; init; } = new();

    /// <summary>How samples vary; <c>nearDefect</c> and <c>atEdge</c> are not used.</summary>
    [JsonRequired]
    public AugmentationRecipe Augmentation { get; init; } = new();

    /// <summary>Patches a side that become one, which takes the largest of their values: 1 to 16. Fewer patches cost a head less, and say less exactly where.</summary>
    public int PatchPool { get; init; } = 1;

    /// <summary>Weights that an earlier run of the same layers wrote (its <c>average.bin</c>), or null for a fresh start.</summary>
    public string? Start { get; init; }

    /// <summary>Stages that stay as they start, counted from the pixels: 0 to 7 (stem, fine, middle, coarse, merge, projections before the pooling, the one after it).</summary>
    public int FrozenStages { get; init; }

    /// <summary>Factor of the learning rate from one stage to the stage before it (sigrl.md 2.8): above 0, at most 1.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Patches P that leave the encoder.</summary>
    [JsonIgnore]
    public int PatchCount => Image.PatchesPerSide / PatchPool * (Image.PatchesPerSide / PatchPool);
}
