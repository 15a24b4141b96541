using System.Text.Json.Serialization;
using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>A frozen image encoder: the small pilot's way, adding a head to the model that is there.</summary>
public sealed record FrozenEncoderRecipe
{
    /// <summary>The ONNX file: <c>pixels</c> uint8 [B, S, S, 3] to <c>global</c> [B, G] and <c>patches</c> [B, P, W].</summary>
    [JsonRequired]
    public string File { get; init; } = "";

    /// <summary>How regions become pixels. A fully convolutional graph may be given a larger <c>size</c> than it was exported with.</summary>
    [JsonRequired]
    public ImageSpecification Image { get; init; } = new();

    /// <summary>Views of a training sample that are cached: the plain one and changed ones (mirrored, cut, brighter or darker): 1 to 64.</summary>
    public int Views { get; init; } = 1;

    /// <summary>Share of the features that are dropped in training: 0 to 0.9.</summary>
    public double Dropout { get; init; }

    /// <summary>Starts the projection at the ridge regression from <c>global</c> to the mean label vector of a sample, instead of at random. Needs given vectors.</summary>
    public bool RidgeStart { get; init; }
}
