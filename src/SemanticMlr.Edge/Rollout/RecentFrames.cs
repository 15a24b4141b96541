using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Rollout;

/// <summary>The newest frame of each camera, and frames of the last while to try label lists on: bounded by count and bytes, the oldest go first.</summary>
/// <remarks>
/// Thread-safe. A frame costs the pipeline no copy and no allocation; one that lists are tried on, one an interval, a copy of the features that the
/// pipeline has just made of it, into memory that a frame before it left.
/// </remarks>
internal sealed class RecentFrames(IOptions<LabelsOptions> options, TimeProvider time) : IRecognitionListener, IDisposable
{
    private readonly Lock _gate = new();
    private readonly RecentFramesOptions _options = options.Value.RecentFrames;
    private readonly Queue<RecentFrame> _kept = [];
    private readonly Dictionary<string, RecentFrame> _newest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastKept = new(StringComparer.Ordinal);
    private readonly FeaturePool _pool = new();
    private long _bytes;
    private long _featureBytes;
    private bool _closed;

    public bool WantsFeatures(string camera, Frame frame)
    {
        lock (_gate)
        {
            return !_closed && _options.FeatureBytes > 0 && IsDue(camera, frame);
        }
    }

    public void Recognized(RecognizedFrame frame)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            var recent = new RecentFrame(frame.Camera, frame.Frame.Retain(), frame.Regions);
            if (_newest.TryGetValue(frame.Camera, out var before))
            {
                before.Dispose();
            }

            _newest[frame.Camera] = recent;
            if (IsDue(frame.Camera, frame.Frame))
            {
                _lastKept[frame.Camera] = frame.Timestamp;
                Keep(recent.Share(), frame);
            }
        }
    }

    /// <summary>The newest frame of a camera; the caller disposes it. Null where none was recognised yet.</summary>
    public RecentFrame? Newest(string camera)
    {
        lock (_gate)
        {
            return !_closed && _newest.TryGetValue(camera, out var frame) ? frame.Share() : null;
        }
    }

    /// <summary>The last frames that were kept, the newest last; the caller disposes each.</summary>
    public IReadOnlyList<RecentFrame> Last(int count)
    {
        lock (_gate)
        {
            return [.. _kept.Skip(Math.Max(0, _kept.Count - count)).Select(frame => frame.Share())];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var frame in _kept.Concat(_newest.Values))
            {
                frame.Dispose();
            }

            _kept.Clear();
            _newest.Clear();
        }
    }

    /// <summary>By the time of capture: the answer is the same before and after a frame is recognised.</summary>
    private bool IsDue(string camera, Frame frame) =>
        _options.Count > 0 && 3L * frame.Width * frame.Height <= _options.Bytes
        && (!_lastKept.TryGetValue(camera, out var last) || time.GetElapsedTime(last, frame.Timestamp) >= _options.Interval);

    private void Keep(RecentFrame frame, RecognizedFrame recognized)
    {
        while (_kept.Count >= _options.Count || _bytes + frame.Bytes > _options.Bytes)
        {
            using var oldest = _kept.Dequeue();
            _bytes -= oldest.Bytes;
            _featureBytes -= oldest.Features?.Bytes ?? 0;
        }

        var features = CopyOf(recognized);
        _kept.Enqueue(frame with { Features = features });
        _bytes += frame.Bytes;
        _featureBytes += features?.Bytes ?? 0;
    }

    /// <summary>The features, or null where there are none or no room for them.</summary>
    private FrameFeatures? CopyOf(RecognizedFrame frame)
    {
        var (regions, length) = (frame.Regions.Count, frame.FeatureLength);
        if (length == 0 || _featureBytes + (long)regions * length * sizeof(float) > _options.FeatureBytes)
        {
            return null;
        }

        var features = _pool.Rent(regions, length, frame.Snapshot.Encoder);
        for (var region = 0; region < regions; region++)
        {
            frame.Features(region).CopyTo(features.Of(region));
        }

        return features;
    }
}
