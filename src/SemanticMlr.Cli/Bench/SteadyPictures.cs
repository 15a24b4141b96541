using OpenCvSharp;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Cli.Bench;

/// <summary>Pictures of 1080 lines in memory, each of which stays before the camera for a while, as parts on a line do.</summary>
internal sealed class SteadyPictures : IDisposable
{
    private const int PictureCount = 8;
    public const int Width = 1_920;
    public const int Height = 1_080;
    private const long TestSeed = 1_000_000;
    private readonly FramePool _pool = new();
    private readonly Frame[] _frames = new Frame[PictureCount];

    public SteadyPictures(string scene)
    {
        var drawn = SceneCatalog.Create(scene, TestSeed);
        using var picture = new Mat(drawn.Height, drawn.Width, MatType.CV_8UC3);
        for (var index = 0; index < PictureCount; index++)
        {
            drawn.Render(index, picture);
            _frames[index] = _pool.Rent(Width, Height);
            using var image = _frames[index].AsMat();
            Cv2.Resize(picture, image, new Size(Width, Height), 0, 0, InterpolationFlags.Cubic);
        }
    }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>Gives a camera frames at a steady rate until the token ends it.</summary>
    /// <param name="camera">A camera without a source.</param>
    /// <param name="period">From one frame to the next.</param>
    /// <param name="stay">Frames for which a picture stays.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FeedAsync(Camera camera, TimeSpan period, int stay, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            for (var index = 0; await timer.WaitForNextTickAsync(cancellationToken); index++)
            {
                camera.Offer(_frames[index / stay % PictureCount].Retain(), TimeSpan.Zero);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void Dispose()
    {
        foreach (var frame in _frames)
        {
            frame.Dispose();
        }
    }
}
