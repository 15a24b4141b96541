using BenchmarkDotNet.Attributes;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Benchmarks;

/// <summary>The path from a frame of 1080 lines to the encoder's pixels, whole and as a 3 x 3 grid, beside OpenCV, which needs a bordered copy where a margin leaves the frame.</summary>
public class RegionPixelsBenchmark
{
    private const long TestSeed = 1_000_000;
    private const int Side = 192;
    private const double Margin = 0.1;
    private readonly Mat _image = new();
    private readonly byte[] _pixelsOfRegion = new byte[3 * Side * Side];
    private readonly Mat _bordered = new();
    private readonly Mat _square = new();
    private RegionPixels _pixels = null!;
    private IReadOnlyList<NamedRegion> _regions = [];

    [Params(ImageInterpolation.Area, ImageInterpolation.Linear)]
    public ImageInterpolation Interpolation { get; set; }

    [Params("1x1", "3x3")]
    public string Grid { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var scene = SceneCatalog.Create("pcb", TestSeed);
        using var board = new Mat(scene.Height, scene.Width, MatType.CV_8UC3);
        scene.Render(0, board);
        Cv2.Resize(board, _image, new Size(1_920, 1_080), 0, 0, InterpolationFlags.Cubic);
        _pixels = new RegionPixels(new ImageSpecification { Size = Side, Margin = Margin, Interpolation = Interpolation });
        _regions = GridSize.TryParse(Grid, out var grid) ? grid.Tiles(_image.Cols, _image.Rows) : throw new InvalidOperationException(Grid);
    }

    [Benchmark(Baseline = true)]
    public void OpenCv()
    {
        foreach (var region in _regions)
        {
            var (x, y) = ((int)(Margin * region.Rectangle.Width), (int)(Margin * region.Rectangle.Height));
            var wanted = new Rect(region.Rectangle.X - x, region.Rectangle.Y - y, region.Rectangle.Width + 2 * x, region.Rectangle.Height + 2 * y);
            var inside = new Rect(0, 0, _image.Cols, _image.Rows).Intersect(wanted);
            using var visible = _image.SubMat(inside);
            Cv2.CopyMakeBorder(visible, _bordered, inside.Top - wanted.Top, wanted.Bottom - inside.Bottom, inside.Left - wanted.Left, wanted.Right - inside.Right, BorderTypes.Replicate | BorderTypes.Isolated);
            Cv2.Resize(_bordered, _square, new Size(Side, Side), 0, 0, Interpolation == ImageInterpolation.Area ? InterpolationFlags.Area : InterpolationFlags.Linear);
            Cv2.CvtColor(_square, _square, ColorConversionCodes.BGR2RGB);
        }
    }

    [Benchmark]
    public void Own()
    {
        foreach (var region in _regions)
        {
            _pixels.Write(PixelView.Of(_image), region.Rectangle, _pixelsOfRegion);
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _pixels.Dispose();
        _square.Dispose();
        _bordered.Dispose();
        _image.Dispose();
    }
}
