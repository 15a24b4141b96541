using OpenCvSharp;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Data;

/// <summary>Changes what differs between cameras and exposures: sharpness, threshold, contrast.</summary>
/// <param name="recipe">How often each change is made.</param>
/// <param name="random">The generator of the crop.</param>
internal sealed class PhotometricJitter(AugmentationRecipe recipe, Random random)
{
    /// <summary>Changes a CV_8UC1 picture in place.</summary>
    public void Apply(Mat picture)
    {
        if (random.NextDouble() < recipe.Blur)
        {
            Cv2.GaussianBlur(picture, picture, new Size(5, 5), 0.4 + 0.8 * random.NextDouble());
            if (random.NextDouble() < 0.7)
            {
                // Steep contrast around a shifted threshold makes lines a little wider or thinner, as other exposures do.
                var (threshold, gain) = (78 + 100 * random.NextDouble(), 2 + 6 * random.NextDouble());
                picture.ConvertTo(picture, MatType.CV_8U, gain, 128 - gain * threshold);
            }
        }

        if (random.NextDouble() < recipe.Contrast)
        {
            var (dark, bright) = (40 * random.NextDouble(), 255 - 50 * random.NextDouble());
            picture.ConvertTo(picture, MatType.CV_8U, (bright - dark) / 255, dark);
        }
    }
}
