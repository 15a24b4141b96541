using System.Globalization;
using OpenCvSharp;

namespace SemanticMlr.Cli.Trials;

/// <summary>Writes what was seen below a picture.</summary>
internal static class TrialPainter
{
    private const HersheyFonts Font = HersheyFonts.HersheyDuplex;
    private const int LineHeight = 22;
    private const int NarrowestStrip = 420;
    private static readonly Scalar Ground = new(32, 32, 32);
    private static readonly Scalar Holds = new(120, 230, 120);
    private static readonly Scalar Ink = Scalar.White;

    /// <summary>The picture with a line a label; the caller disposes it. Letters beyond ASCII are drawn as question marks.</summary>
    public static Mat Paint(Mat picture, TrialPicture seen)
    {
        TrialScore[] lines = [.. seen.Best, .. seen.Phrases.Where(phrase => seen.Best.All(score => score.Label != phrase.Label))];
        var painted = new Mat(picture.Rows + LineHeight * lines.Length + 8, Math.Max(NarrowestStrip, picture.Cols), MatType.CV_8UC3, Ground);
        using (var place = painted.SubMat(new Rect(0, 0, picture.Cols, picture.Rows)))
        {
            picture.CopyTo(place);
        }

        foreach (var (index, score) in lines.Index())
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{score.Rank}. {score.Text}  {score.Probability:F3}  {score.Region}");
            var drawn = new string([.. text.Select(letter => char.IsAscii(letter) ? letter : '?')]);
            Cv2.PutText(painted, drawn, new Point(8, picture.Rows + LineHeight * (index + 1)), Font, 0.5, score.Holds ? Holds : Ink, 1, LineTypes.AntiAlias);
        }

        return painted;
    }
}
