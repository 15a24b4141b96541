using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Takes the newest frame of each camera in turn until a batch is full.</summary>
/// <remarks>Not thread-safe. Frames belong to the assembler from the take until <see cref="Clear"/>.</remarks>
internal sealed class BatchAssembler(CameraSet cameras, int capacity)
{
    private readonly List<PendingFrame> _frames = [];
    private int _next;

    /// <summary>The frames taken, with their regions.</summary>
    public IReadOnlyList<PendingFrame> Frames => _frames;

    /// <summary>Regions of all frames taken; above the capacity only when one frame alone has more.</summary>
    public int Regions { get; private set; }

    /// <summary>Whether another frame may fit.</summary>
    public bool HasRoom => Regions < capacity && _frames.Count < cameras.Cameras.Count;

    /// <summary>Takes what is there now; each camera gives at most one frame a batch, and the turn moves on so that none starves.</summary>
    public void Take()
    {
        var count = cameras.Cameras.Count;
        for (var turn = 0; turn < count && HasRoom; turn++)
        {
            var camera = cameras.Cameras[(_next + turn) % count];
            if (HasFrameOf(camera) || !camera.TryTake(out var frame))
            {
                continue;
            }

            var regions = camera.RegionsOf(frame.Width, frame.Height);
            _frames.Add(new PendingFrame(camera, frame, regions));
            Regions += regions.Count;
        }
    }

    /// <summary>Gives the frames back and starts the next batch.</summary>
    public void Clear()
    {
        foreach (var pending in _frames)
        {
            pending.Frame.Dispose();
        }

        _frames.Clear();
        Regions = 0;
        _next = (_next + 1) % Math.Max(1, cameras.Cameras.Count);
    }

    private bool HasFrameOf(Camera camera)
    {
        foreach (var pending in _frames)
        {
            if (pending.Camera == camera)
            {
                return true;
            }
        }

        return false;
    }
}
