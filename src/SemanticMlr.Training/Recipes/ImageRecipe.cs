using System.Text.Json.Serialization;
using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Recipes;

/// <summary>Size and context of the image encoder's input.</summary>
public sealed record ImageRecipe
{
    /// <summary>Input pixels from one patch to the next.</summary>
    public const int PatchStride = 8;

    /// <summary>Side of the square input, in pixels: a multiple of 16, 32 to 2,048.</summary>
    [JsonRequired]
    public int Size { get; init; }

    /// <summary>Side of the input in the first part of a run, in pixels: at most <see cref="Size"/>, under the same rules.</summary>
    [JsonRequired]
    public int FirstSize { get; init; }

    /// <summary>Patches on each side that show context only: 0 to 16. The margin of the bundle follows from it.</summary>
    [JsonRequired]
    public int Border { get; init; }

    /// <summary>Brightness, 0..1, that becomes 0 inside the graph.</summary>
    [JsonRequired]
    public double Mean { get; init; } = 0.5;

    /// <summary>Spread of the brightness, above 0, that becomes 1 inside the graph.</summary>
    [JsonRequired]
    public double Std { get; init; } = 0.5;

    /// <summary>Patches along one side of the region.</summary>
    [JsonIgnore]
    public int PatchesPerSide => Size / PatchStride - 2 * Border;

    /// <summary>Context on each side, as a share of the region: chosen so that the patches cover exactly the region.</summary>
    [JsonIgnore]
    public double Margin => (double)Border / PatchesPerSide;

    /// <summary>What the bundle's readers are told about the encoder's input.</summary>
    public ImageSpecification ToSpecification() => new()
    {
        Size = Size,
        Mean = [Mean, Mean, Mean],
        Std = [Std, Std, Std],
        Interpolation = ImageInterpolation.Linear,
        Colour = ColourOrder.Rgb,
        Fit = ImageFit.Stretch,
        Margin = Margin,
    };
}
