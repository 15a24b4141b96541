using SemanticMlr.Edge.Capture;
using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Bench;

/// <summary>Calls the agent's own sessions on ready tensors, one frame's regions a batch, and nothing else.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly RecognitionModel _model;
    private readonly RecognitionSnapshot _snapshot;
    private readonly RecognitionBatch _batch;
    private readonly TimeProvider _time;

    public BareLoop(RecognitionModel model, RecognitionSnapshot snapshot, Camera camera, Frame frame, TimeProvider time)
    {
        var regions = camera.RegionsOf(frame.Width, frame.Height);
        (_model, _snapshot, _time) = (model, snapshot, time);
        _batch = model.CreateBatch(regions.Count);
        using var pixels = new RegionPixels(model.Bundle.Manifest.Image);
        for (var index = 0; index < regions.Count; index++)
        {
            pixels.Write(frame.View, regions[index].Rectangle, _batch.PixelsOf(index));
        }
    }

    /// <summary>Frames a second over the given time.</summary>
    public double Run(TimeSpan duration)
    {
        var (start, frames) = (_time.GetTimestamp(), 0);
        while (_time.GetElapsedTime(start) < duration)
        {
            _model.Encode(_batch, _batch.Capacity);
            _model.Score(_batch, _batch.Capacity, _snapshot);
            frames++;
        }

        return frames / _time.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Regions of a frame.</summary>
    public int Regions => _batch.Capacity;

    public void Dispose() => _batch.Dispose();
}
