using SemanticMlr.Edge.Labels;
using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Recognises the frames of one batch and hands each to the listeners: <see cref="Prepare"/>, then <see cref="Run"/>, which may be on another thread.</summary>
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
    private IReadOnlyList<PendingFrame> _frames = [];
    private (int Frame, int Region) _next;
    private TimeSpan _preprocess;

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

    /// <summary>Writes the regions of the frames into the batch, as many as fit.</summary>
    /// <param name="frames">Stay valid until <see cref="Run"/> is done.</param>
    public void Prepare(IReadOnlyList<PendingFrame> frames)
    {
        (_frames, _next, _preprocess) = (frames, default, TimeSpan.Zero);
        for (var index = 0; index < frames.Count; index++)
        {
            _metrics.FrameWaited(_time.GetElapsedTime(frames[index].Frame.Timestamp));
        }

        Fill();
    }

    /// <summary>Recognises what was prepared, and the regions that did not fit in further runs.</summary>
    public void Run()
    {
        var snapshot = _snapshots.Current;
        for (var index = 0; index < _frames.Count; index++)
        {
            var pending = _frames[index];
            Result(index).Begin(pending.Camera.Name, pending.Frame, pending.Regions, snapshot, _model.Bundle.Identity, IsForFeatures(pending) ? _batch.FeatureLength : 0);
        }

        var (encode, score, regions) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        while (_slots.Count > 0)
        {
            regions += _slots.Count;
            Recognize(snapshot, ref encode, ref score);
            Fill();
        }

        _metrics.BatchDone(_frames.Count, regions, _preprocess, encode, score);
        var recognized = _time.GetTimestamp();
        for (var index = 0; index < _frames.Count; index++)
        {
            Announce(_results[index]);
        }

        _metrics.HandedOver(_time.GetElapsedTime(recognized));
    }

    public void Dispose()
    {
        _pixels.Dispose();
        _batch.Dispose();
    }

    private void Fill()
    {
        var start = _time.GetTimestamp();
        _slots.Clear();
        while (_next.Frame < _frames.Count && _slots.Count < _batch.Capacity)
        {
            var pending = _frames[_next.Frame];
            for (; _next.Region < pending.Regions.Count && _slots.Count < _batch.Capacity; _next.Region++)
            {
                _pixels.Write(pending.Frame.View, pending.Regions[_next.Region].Rectangle, _batch.PixelsOf(_slots.Count));
                _slots.Add(new Slot(_next.Frame, _next.Region));
            }

            if (_next.Region == pending.Regions.Count)
            {
                _next = (_next.Frame + 1, 0);
            }
        }

        _preprocess += _time.GetElapsedTime(start);
    }

    private void Recognize(RecognitionSnapshot snapshot, ref TimeSpan encode, ref TimeSpan score)
    {
        var count = _slots.Count;
        var start = _time.GetTimestamp();
        _model.Encode(_batch, count);
        _metrics.Runs.Add(count);
        var encoded = _time.GetTimestamp();
        _model.Score(_batch, count, snapshot);
        encode += _time.GetElapsedTime(start, encoded);
        score += _time.GetElapsedTime(encoded);
        for (var index = 0; index < count; index++)
        {
            var slot = _slots[index];
            var result = _results[slot.Frame];
            result.SetScores(slot.Region, _batch.Logits(index), _batch.Probabilities(index));
            if (result.FeatureLength > 0)
            {
                _batch.CopyFeatures(index, result.FeaturesToFill(slot.Region));
            }
        }
    }

    private bool IsForFeatures(PendingFrame pending)
    {
        foreach (var listener in _listeners)
        {
            if (listener.WantsFeatures(pending.Camera.Name, pending.Frame))
            {
                return true;
            }
        }

        return false;
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
