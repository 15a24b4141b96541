using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;

namespace SemanticMlr.Training.Quantisation;

/// <summary>The frames that calibrate: regions of real pictures, the same way to pixels as in the agent.</summary>
internal sealed class CalibrationFrames
{
    private CalibrationFrames(IReadOnlyList<CalibrationFrame> all, int pictures) => (All, Pictures) = (all, pictures);

    /// <summary>The frames.</summary>
    public IReadOnlyList<CalibrationFrame> All { get; }

    /// <summary>Pictures that they come from.</summary>
    public int Pictures { get; }

    /// <summary>Reads frames, spread over the pictures.</summary>
    /// <param name="source">What faults call the set.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="specification">How regions become pixels.</param>
    /// <param name="most">How many frames at most; each picture gives one at least as long as there is room.</param>
    /// <param name="cancellationToken">Stops between two pictures.</param>
    /// <exception cref="InvalidDataException">There are fewer than two pictures, or all are the same.</exception>
    public static CalibrationFrames Read(string source, IPictureSource pictures, ImageSpecification specification, int most, CancellationToken cancellationToken)
    {
        if (pictures.Count < 2)
        {
            throw new InvalidDataException(
                $"{source}: {pictures.Count} picture{(pictures.Count == 1 ? "" : "s")} cannot calibrate: ranges of one picture say nothing of others. Name a data set with at least 2 different pictures, better 30.");
        }

        using var regions = new RegionPixels(specification);
        var frames = new List<CalibrationFrame>();
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        var taken = Math.Min(pictures.Count, most);
        for (var place = 0; place < taken; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var picture = pictures.Read((int)((long)place * pictures.Count / taken));
            hashes.Add(Hash(picture.Pixels));
            var share = Math.Max(1, most / taken);
            var count = Math.Min(share, picture.Samples.Count);
            for (var sample = 0; sample < count; sample++)
            {
                // Other parts of each picture, so that a grid is seen everywhere.
                var region = picture.Samples[(place + sample * picture.Samples.Count / count) % picture.Samples.Count].Region.Rectangle;
                frames.Add(new CalibrationFrame(picture.Name, Pixels(regions, picture.Pixels, region, specification.Size)));
            }
        }

        return hashes.Count > 1
            ? new CalibrationFrames(frames, taken)
            : throw new InvalidDataException($"{source}: all {taken} pictures that would calibrate are the same; ranges of one picture say nothing of others. Name a data set with different pictures.");
    }

    private static byte[] Pixels(RegionPixels regions, Mat picture, PixelRectangle region, int size)
    {
        var pixels = new byte[size * size * 3];
        regions.Write(PixelView.Of(picture), region, pixels);
        return pixels;
    }

    private static string Hash(Mat picture)
    {
        using var whole = picture.IsContinuous() ? picture.SubMat(0, picture.Rows, 0, picture.Cols) : picture.Clone();
        var bytes = new byte[whole.Total() * whole.ElemSize()];
        Marshal.Copy(whole.Data, bytes, 0, bytes.Length);
        return $"{whole.Cols}x{whole.Rows} {Convert.ToHexString(SHA256.HashData(bytes))}";
    }
}
