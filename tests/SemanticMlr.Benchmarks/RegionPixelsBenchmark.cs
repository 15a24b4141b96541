using BenchmarkDotNet.Attributes;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Benchmarks;

/// <summary>The path from a frame to the encoder's pixels: a 3 x 3 grid of a simulated board.</summary>
public class RegionPixelsBenchmark
{
    private const long TestSeed = 1_000_000;
    private readonly Mat _image = new();
    private readonly Mat _destination = new(192, 192, MatType.CV_8UC3);
    private RegionPixels _pixels = null!;
    private IReadOnlyList<NamedRegion> _regions = [];

    [Params(ImageInterpolation.Area, ImageInterpolation.Linear)]
    public ImageInterpolation Interpolation { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var scene = SceneCatalog.Create("pcb", TestSeed);
        _image.Create(scene.Height, scene.Width, MatType.CV_8UC3);
        scene.Render(0, _image);
        _pixels = new RegionPixels(new ImageSpecification { Size = 192, Margin = 0.1, Interpolation = Interpolation });
        _regions = new GridSize(3, 3).Tiles(scene.Width, scene.Height);
    }

    [Benchmark]
    public void Grid()
    {
        foreach (var region in _regions)
        {
            _pixels.Write(_image, region.Rectangle, _destination);
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _pixels.Dispose();
        _destination.Dispose();
        _image.Dispose();
    }
}
