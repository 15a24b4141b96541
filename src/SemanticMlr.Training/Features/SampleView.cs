using OpenCvSharp;
using SemanticMlr.Imaging;
using SemanticMlr.Training.Data;

namespace SemanticMlr.Training.Features;

/// <summary>A changed look at a sample: mirrored, cut, brighter or darker. View 0 is the sample as it is.</summary>
/// <remarks>Depends on the number of the sample and of the view alone, so cached features stay those of the same pixels.</remarks>
internal sealed class SampleView
{
    /// <summary>The least share of the sides that a cut leaves: labels must stay visible.</summary>
    private const double LeastShare = 0.75;

    private readonly bool _isPlain;
    private readonly bool _mirrors;
    private readonly double _share;
    private readonly (double X, double Y) _place;
    private readonly (double Gain, double Offset) _light;

    public SampleView(int sample, int view)
    {
        var random = new Random(StepSeed.Of(view, sample));
        _isPlain = view == 0;
        _mirrors = view % 2 == 1;
        _share = 1 - (1 - LeastShare) * random.NextDouble();
        _place = (random.NextDouble(), random.NextDouble());
        _light = (0.8 + 0.4 * random.NextDouble(), 40 * random.NextDouble() - 20);
    }

    /// <summary>The picture and the region to encode; the picture is the caller's.</summary>
    public (Mat Picture, PixelRectangle Region) Of(Mat image, PixelRectangle region)
    {
        if (_isPlain)
        {
            return (image.Clone(), region);
        }

        var (width, height) = (Math.Max(1, (int)(region.Width * _share)), Math.Max(1, (int)(region.Height * _share)));
        var (x, y) = (region.X + (int)(_place.X * (region.Width - width)), region.Y + (int)(_place.Y * (region.Height - height)));
        var picture = new Mat();
        image.ConvertTo(picture, MatType.CV_8UC3, _light.Gain, _light.Offset);
        if (_mirrors)
        {
            Cv2.Flip(picture, picture, FlipMode.Y);
            x = image.Cols - x - width;
        }

        return (picture, new PixelRectangle(x, y, width, height));
    }
}
