using SemanticMlr.Bundles;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Export;

/// <summary>Says to the bundle's readers what the encoder was trained on.</summary>
internal static class ImageSpecifications
{
    public static ImageSpecification Of(ImageRecipe image) => new()
    {
        Size = image.Size,
        Mean = [image.Mean, image.Mean, image.Mean],
        Std = [image.Std, image.Std, image.Std],
        Interpolation = ImageInterpolation.Linear,
        Colour = ColourOrder.Rgb,
        Fit = ImageFit.Stretch,
        Margin = image.Margin,
    };
}
