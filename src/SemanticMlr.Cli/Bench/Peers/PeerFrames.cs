using System.Runtime.InteropServices;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>The decoded frames that all contenders get. Owns them.</summary>
internal sealed class PeerFrames : IDisposable
{
    private readonly FramePool _pool = new();

    private PeerFrames(int width, int height) => (Width, Height) = (width, height);

    public int Width { get; }

    public int Height { get; }

    /// <summary>BGR, as cameras give them.</summary>
    public IReadOnlyList<Frame> All { get; private set; } = [];

    /// <summary>Reads pictures and makes them as large as frames of a camera.</summary>
    public static PeerFrames Read(IPictureSource pictures, int count, int width, int height)
    {
        var frames = new PeerFrames(width, height);
        var all = new List<Frame>();
        for (var index = 0; index < Math.Min(count, pictures.Count); index++)
        {
            using var picture = pictures.Read(index);
            var frame = frames._pool.Rent(width, height);
            using var image = frame.AsMat();
            Cv2.Resize(picture.Pixels, image, new Size(width, height), 0, 0, InterpolationFlags.Cubic);
            all.Add(frame);
        }

        frames.All = all;
        return frames;
    }

    /// <summary>Writes the frames for a process of another kind.</summary>
    public void Write(string path, ColourOrder colour)
    {
        using var file = File.Create(path);
        using var swapped = new Mat();
        var bytes = new byte[Width * Height * 3];
        foreach (var frame in All)
        {
            using var image = frame.AsMat();
            if (colour == ColourOrder.Rgb)
            {
                Cv2.CvtColor(image, swapped, ColorConversionCodes.BGR2RGB);
            }
            else
            {
                image.CopyTo(swapped);
            }

            Marshal.Copy(swapped.Data, bytes, 0, bytes.Length);
            file.Write(bytes);
        }
    }

    public void Dispose()
    {
        foreach (var frame in All)
        {
            frame.Dispose();
        }
    }
}
