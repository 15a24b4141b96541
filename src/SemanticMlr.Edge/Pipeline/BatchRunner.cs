using SemanticMlr.Edge.Labels;
using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Recognises the frames of one batch and hands each to the listeners.</summary>
/// <remarks>Owns the batch memory; not thread-safe. The model belongs to the caller.</remarks>
internal sealed class BatchRunner : IDisposable
{
    private readonly RecognitionModel _model;
    private readonly SnapshotStore _snapshots;
    private readonly IRecognitionListener[] _listeners;
    private readonly PipelineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly RecognitionBatch _batch;
    private readonly RegionPixels _pixels;
    private readonly List<RecognizedFrame> _results = [];
    private readonly List<Slot> _slots = [];

    public BatchRunner(
        RecognitionModel model,
        SnapshotStore snapshots,
        IEnumerable<IRecognitionListener> listeners,
        PipelineMetrics metrics,
        TimeProvider time,
        int capacity)
    {
        (_model, _snapshots, _metrics, _time) = (model, snapshots, metrics, time);
        _listeners = [.. listeners];
        _batch = model.CreateBatch(capacity);
        _pixels = new RegionPixels(model.Bundle.Manifest.Image);
    }

    /// <summary>Recognises all regions of the frames, in runs of at most the batch's capacity.</summary>
    public void Run(IReadOnlyList<PendingFrame> frames)
    {
        var snapshot = _snapshots.Current;
        var (preprocess, encode, score, regions) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0);
        _slots.Clear();
        for (var index = 0; index < frames.Count; index++)
        {
            var pending = frames[index];
            _metrics.FrameWaited(_time.GetElapsedTime(pending.Frame.Timestamp));
            Result(index).Begin(pending.Camera.Name, pending.Frame, pending.Regions, snapshot, _model.Bundle.Identity);
            using var image = pending.Frame.AsMat();
            for (var region = 0; region < pending.Regions.Count; region++)
            {
                var start = _time.GetTimestamp();
                _pixels.Write(image, pending.Regions[region].Rectangle, _batch.PixelsOf(_slots.Count));
                _slots.Add(new Slot(index, region));
                preprocess += _time.GetElapsedTime(start);
                if (_slots.Count == _batch.Capacity)
                {
                    regions += Flush(snapshot, ref encode, ref score);
                }
            }
        }

        regions += Flush(snapshot, ref encode, ref score);
        _metrics.BatchDone(frames.Count, regions, preprocess, encode, score);
        for (var index = 0; index < frames.Count; index++)
        {
            Announce(_results[index]);
        }
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _batch.Dispose();
    }

    private int Flush(RecognitionSnapshot snapshot, ref TimeSpan encode, ref TimeSpan score)
    {
        var count = _slots.Count;
        if (count == 0)
        {
            return 0;
        }

        var start = _time.GetTimestamp();
        _model.Encode(_batch, count);
        var encoded = _time.GetTimestamp();
        _model.Score(_batch, count, snapshot);
        encode += _time.GetElapsedTime(start, encoded);
        score += _time.GetElapsedTime(encoded);
        for (var index = 0; index < count; index++)
        {
            var slot = _slots[index];
            _results[slot.Frame].SetScores(slot.Region, _batch.Logits(index), _batch.Probabilities(index));
        }

        _slots.Clear();
        return count;
    }

    private RecognizedFrame Result(int index)
    {
        while (_results.Count <= index)
        {
            _results.Add(new RecognizedFrame());
        }

        return _results[index];
    }

    private void Announce(RecognizedFrame frame)
    {
        foreach (var listener in _listeners)
        {
            listener.Recognized(frame);
        }

        _metrics.FrameAged(_time.GetElapsedTime(frame.Timestamp));
    }

    private readonly record struct Slot(int Frame, int Region);
}
