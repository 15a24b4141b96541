using SemanticMlr.Edge.Capture;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Cli.Bench;

/// <summary>Holds simulated boards decoded in memory and gives them to a camera as fast as it takes them.</summary>
internal sealed class FrameFeeder : IDisposable
{
    private const int FrameCount = 16;
    private const long TestSeed = 1_000_000;
    private readonly FramePool _pool = new();
    private readonly Frame[] _frames;

    public FrameFeeder()
    {
        var scene = SceneCatalog.Create("pcb", TestSeed);
        _frames = new Frame[FrameCount];
        for (var index = 0; index < FrameCount; index++)
        {
            _frames[index] = _pool.Rent(scene.Width, scene.Height);
            using var image = _frames[index].AsMat();
            scene.Render(index, image);
        }
    }

    /// <summary>The frames in memory.</summary>
    public IReadOnlyList<Frame> Frames => _frames;

    /// <summary>Offers frames until it is cancelled.</summary>
    public async Task FeedAsync(Camera camera, CancellationToken cancellationToken)
    {
        try
        {
            for (var index = 0; ; index = (index + 1) % FrameCount)
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
