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

    /// <param name="model">The model, whose sessions are used.</param>
    /// <param name="snapshot">What is scored.</param>
    /// <param name="camera">Says how a frame is cut.</param>
    /// <param name="frame">What the tensors hold.</param>
    /// <param name="time">The clock.</param>
    /// <param name="capacity">The most regions of a run; by default those of one frame.</param>
    public BareLoop(RecognitionModel model, RecognitionSnapshot snapshot, Camera camera, Frame frame, TimeProvider time, int? capacity = null)
    {
        var regions = camera.RegionsOf(frame.Width, frame.Height);
        (_model, _snapshot, _time, Regions) = (model, snapshot, time, regions.Count);
        _batch = model.CreateBatch(capacity ?? regions.Count);
        using var pixels = new RegionPixels(model.Bundle.Manifest.Image);
        for (var index = 0; index < _batch.Capacity; index++)
        {
            pixels.Write(frame.View, regions[index % regions.Count].Rectangle, _batch.PixelsOf(index));
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

    /// <summary>Frames a second over the given time, in runs of the sizes that somebody else had, each as often as there.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="runs">How many runs there were, by their regions; none above the capacity.</param>
    public double Run(TimeSpan duration, IReadOnlyDictionary<int, long> runs)
    {
        var sizes = runs.Keys.ToArray();
        var (share, done) = (sizes.Select(size => runs[size] / (double)runs.Values.Sum()).ToArray(), new double[sizes.Length]);
        var (start, regions) = (_time.GetTimestamp(), 0L);
        while (_time.GetElapsedTime(start) < duration)
        {
            var behind = 0; // the size that lags most behind its share has the next run
            for (var index = 0; index < sizes.Length; index++)
            {
                done[index] -= share[index];
                behind = done[index] < done[behind] ? index : behind;
            }

            done[behind]++;
            _model.Encode(_batch, sizes[behind]);
            _model.Score(_batch, sizes[behind], _snapshot);
            regions += sizes[behind];
        }

        return regions / (double)Regions / _time.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Regions of a frame.</summary>
    public int Regions { get; }

    public void Dispose() => _batch.Dispose();
}
