using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Takes the newest frame of each camera in turn until a batch is full.</summary>
/// <remarks>Not thread-safe. Frames belong to the assembler from the take until <see cref="Clear"/>.</remarks>
/// <param name="turns">The cameras; batches that are filled in turn share them.</param>
/// <param name="capacity">The most regions, unless one frame alone has more.</param>
internal sealed class BatchAssembler(CameraTurns turns, int capacity)
{
    private readonly List<PendingFrame> _frames = [];

    /// <summary>The frames taken, with their regions.</summary>
    public IReadOnlyList<PendingFrame> Frames => _frames;

    /// <summary>Regions of all frames taken; above the capacity only when one frame alone has more.</summary>
    public int Regions { get; private set; }

    /// <summary>Takes what is there now and fits; each camera gives at most one frame a batch. A frame that does not fit waits for the next batch, where its camera comes first.</summary>
    public void Take()
    {
        var place = 0;
        for (var looked = 0; looked < turns.Count; looked++)
        {
            var camera = turns[place];
            if (!MayGive(camera) || !camera.TryTake(out var frame))
            {
                place++;
                continue;
            }

            var regions = camera.RegionsOf(frame.Width, frame.Height);
            _frames.Add(new PendingFrame(camera, frame, regions));
            Regions += regions.Count;
            turns.MoveToEnd(place);
        }
    }

    /// <summary>Whether a camera that has given none yet is expected to give a frame that fits within that time.</summary>
    public bool MayGrowWithin(TimeSpan wait)
    {
        for (var place = 0; place < turns.Count; place++)
        {
            if (MayGive(turns[place]) && turns[place].IsDueWithin(wait))
            {
                return true;
            }
        }

        return false;
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
    }

    private bool MayGive(Camera camera) => (_frames.Count == 0 || Regions + camera.RegionCount <= capacity) && !HasFrameOf(camera);

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
