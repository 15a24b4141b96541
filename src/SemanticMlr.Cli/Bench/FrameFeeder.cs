using OpenCvSharp;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Cli.Bench;

/// <summary>Holds drawn pictures decoded in memory and gives them to a camera, at a steady rate or as fast as it takes them.</summary>
internal sealed class FrameFeeder : IDisposable
{
    /// <summary>As many as a camera has under way at once: one in its slot, two in batches, and the next; a frame bears the time of its last offer.</summary>
    public const int FewestFrames = 6;

    private const int DefaultFrames = 16;
    private const long TestSeed = 1_000_000;
    private readonly FramePool _pool = new();
    private readonly Frame[] _frames;

    /// <param name="frames">How many pictures are drawn.</param>
    /// <param name="scene">What they show.</param>
    /// <param name="size">Their size, or null for the scene's own.</param>
    public FrameFeeder(int frames = DefaultFrames, string scene = "pcb", Size? size = null)
    {
        var drawn = SceneCatalog.Create(scene, TestSeed);
        var (width, height) = size is { } wanted ? (wanted.Width, wanted.Height) : (drawn.Width, drawn.Height);
        using var picture = new Mat(drawn.Height, drawn.Width, MatType.CV_8UC3);
        _frames = new Frame[frames];
        for (var index = 0; index < frames; index++)
        {
            drawn.Render(index, picture);
            _frames[index] = _pool.Rent(width, height);
            using var image = _frames[index].AsMat();
            Cv2.Resize(picture, image, image.Size(), 0, 0, InterpolationFlags.Cubic);
        }
    }

    /// <summary>The frames in memory.</summary>
    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>Keeps an agent busy for a while.</summary>
    /// <param name="host">The agent; its camera has no source.</param>
    /// <param name="duration">How long.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Frames a second, and managed bytes that the whole process allocated a frame.</returns>
    public async Task<(double Fps, double BytesPerFrame)> MeasureAsync(BenchAgent host, TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (start, before, allocated) = (time.GetTimestamp(), host.Pipeline.Frames.Value, GC.GetTotalAllocatedBytes());
        var feeding = FeedAsync(host.Camera, stop.Token);
        await Task.Delay(duration, time, cancellationToken);
        var frames = host.Pipeline.Frames.Value - before;
        var result = (frames / time.GetElapsedTime(start).TotalSeconds, (GC.GetTotalAllocatedBytes() - allocated) / (double)Math.Max(1, frames));
        await stop.CancelAsync();
        await feeding;
        return result;
    }

    /// <summary>Gives a camera frames at a steady rate until the token ends it.</summary>
    /// <param name="camera">A camera without a source.</param>
    /// <param name="period">From one frame to the next.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="stay">Frames for which a picture stays before the camera, as parts on a line do.</param>
    public async Task FeedAsync(Camera camera, TimeSpan period, TimeProvider time, CancellationToken cancellationToken, int stay = 1)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            for (var index = 0L; await timer.WaitForNextTickAsync(cancellationToken); index++)
            {
                camera.Offer(_frames[index / stay % _frames.Length].Retain(), TimeSpan.Zero);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Gives a camera frames as fast as they are taken until the token ends it.</summary>
    public async Task FeedAsync(Camera camera, CancellationToken cancellationToken)
    {
        try
        {
            for (var index = 0; ; index = (index + 1) % _frames.Length)
            {
                await camera.WaitForRoomAsync(cancellationToken);
                camera.Offer(_frames[index].Retain(), TimeSpan.Zero);
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
