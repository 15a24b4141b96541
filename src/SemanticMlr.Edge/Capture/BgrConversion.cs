using OpenCvSharp;

namespace SemanticMlr.Edge.Capture;

/// <summary>Makes 8-bit BGR of what cameras and files give: grey, 16-bit, with an alpha channel.</summary>
internal static class BgrConversion
{
    private const double SixteenToEight = 1.0 / 257;

    /// <summary>Writes the picture as CV_8UC3 into <paramref name="destination"/>; false when its form is not known.</summary>
    public static bool TryConvert(Mat picture, Mat destination)
    {
        var depth = picture.Depth();
        if (depth != MatType.CV_8U && depth != MatType.CV_16U)
        {
            return false;
        }

        if (depth == MatType.CV_16U)
        {
            using var eight = new Mat();
            picture.ConvertTo(eight, MatType.CV_8U, SixteenToEight);
            return TryConvert(eight, destination);
        }

        switch (picture.Channels())
        {
            case 1:
                Cv2.CvtColor(picture, destination, ColorConversionCodes.GRAY2BGR);
                return true;
            case 3:
                picture.CopyTo(destination);
                return true;
            case 4:
                Cv2.CvtColor(picture, destination, ColorConversionCodes.BGRA2BGR);
                return true;
            default:
                return false;
        }
    }
}
