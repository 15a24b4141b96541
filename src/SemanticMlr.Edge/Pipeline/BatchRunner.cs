using SemanticMlr.Edge.Labels;
using SemanticMlr.Imaging;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Recognises the frames of one batch and hands each to the listeners: <see cref="Prepare"/>, then <see cref="Run"/>, which may be on another thread.</summary>
/// <remarks>Owns the batch memory and a lease of the model; not thread-safe. Another model that is served takes over with the next batch.</remarks>
internal sealed class BatchRunner : IDisposable
{
    /// <summary>Between the list of a model that takes over and the model itself there is no more than a moment.</summary>
    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(5);

    private readonly ModelStore _models;
    private readonly SnapshotStore _snapshots;
    private readonly IRecognitionListener[] _listeners;
    private readonly PipelineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly RecognitionOptions _options;
    private readonly Action<int, RegionPixels> _write;
    private readonly List<RecognizedFrame> _results = [];
    private readonly List<Slot> _slots = [];
    private ModelLease _lease;
    private RecognitionSnapshot _snapshot;
    private RecognitionBatch _batch;
    private RegionWriters _writers;
    private IReadOnlyList<PendingFrame> _frames = [];
    private (int Frame, int Region) _next;
    private TimeSpan _preprocess;

    public BatchRunner(
        ModelStore models,
        SnapshotStore snapshots,
        IEnumerable<IRecognitionListener> listeners,
        PipelineMetrics metrics,
        TimeProvider time,
        RecognitionOptions options)
    {
        (_models, _snapshots, _metrics, _time, _options) = (models, snapshots, metrics, time, options);
        _write = Write;
        _listeners = [.. listeners];
        (ModelLease, RecognitionSnapshot)? pair = null;
        if (!SpinWait.SpinUntil(() => (pair = Pair()) is not null, LongestChange))
        {
            throw new InvalidOperationException("The label list in force was made ready for another model than the one that is served.");
        }

        (_lease, _snapshot) = pair!.Value;
        (_batch, _writers) = Memory();
    }

    /// <summary>Writes the regions of the frames into the batch, as many as fit.</summary>
    /// <param name="frames">Stay valid until <see cref="Run"/> is done.</param>
    public void Prepare(IReadOnlyList<PendingFrame> frames)
    {
        Follow();
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
        var snapshot = Snapshot();
        for (var index = 0; index < _frames.Count; index++)
        {
            var pending = _frames[index];
            Result(index).Begin(pending.Camera.Name, pending.Frame, pending.Regions, snapshot, _lease.Model.Bundle.Identity, IsForFeatures(pending) ? _batch.FeatureLength : 0);
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
        _writers.Dispose();
        _batch.Dispose();
        _lease.Dispose();
    }

    /// <summary>Goes over to another model that is served, unless the list in force is still that of this one: then with a later batch.</summary>
    private void Follow()
    {
        if (_models.Current != _lease.Model && Pair() is var (lease, snapshot))
        {
            Dispose();
            (_lease, _snapshot) = (lease, snapshot);
            (_batch, _writers) = Memory();
        }
    }

    private (RecognitionBatch Batch, RegionWriters Writers) Memory() =>
        (
        _lease.Model.CreateBatch(_options.MaxBatch),
        new RegionWriters(_lease.Model.Bundle.Manifest.Image, _options.Inference.Threads > 0 ? _options.Inference.Threads : Environment.ProcessorCount));

    /// <summary>The model that is served and the list in force, or null where one of them is just about to follow the other.</summary>
    private (ModelLease Lease, RecognitionSnapshot Snapshot)? Pair()
    {
        var (lease, snapshot) = (_models.Rent(), _snapshots.Current);
        if (IsOf(snapshot, lease))
        {
            return (lease, snapshot);
        }

        lease.Dispose();
        return null;
    }

    /// <summary>What the batch is scored with: the list in force, or the last one that was of this model.</summary>
    private RecognitionSnapshot Snapshot()
    {
        var current = _snapshots.Current;
        return _snapshot = IsOf(current, _lease) ? current : _snapshot;
    }

    private static bool IsOf(RecognitionSnapshot snapshot, ModelLease lease) => snapshot.Encoder == lease.Model.Provider.Encoder.Sha256;

    private void Fill()
    {
        var start = _time.GetTimestamp();
        _slots.Clear();
        while (_next.Frame < _frames.Count && _slots.Count < _batch.Capacity)
        {
            var pending = _frames[_next.Frame];
            for (; _next.Region < pending.Regions.Count && _slots.Count < _batch.Capacity; _next.Region++)
            {
                _slots.Add(new Slot(_next.Frame, _next.Region));
            }

            if (_next.Region == pending.Regions.Count)
            {
                _next = (_next.Frame + 1, 0);
            }
        }

        _writers.Run(_slots.Count, _write);
        _preprocess += _time.GetElapsedTime(start);
    }

    private void Write(int slot, RegionPixels pixels)
    {
        var (frame, region) = _slots[slot];
        pixels.Write(_frames[frame].Frame.View, _frames[frame].Regions[region].Rectangle, _batch.PixelsOf(slot));
    }

    private void Recognize(RecognitionSnapshot snapshot, ref TimeSpan encode, ref TimeSpan score)
    {
        var count = _slots.Count;
        var start = _time.GetTimestamp();
        _lease.Model.Encode(_batch, count);
        _metrics.Runs.Add(count);
        var encoded = _time.GetTimestamp();
        _lease.Model.Score(_batch, count, snapshot);
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
