using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Edge.Rollout;

/// <summary>The newest frame of each camera, and frames of the last while to try label lists on: bounded by count and bytes, the oldest go first.</summary>
/// <remarks>Thread-safe; a frame costs the pipeline no copy and no allocation.</remarks>
internal sealed class RecentFrames(IOptions<LabelsOptions> options, TimeProvider time) : IRecognitionListener, IDisposable
{
    private readonly Lock _gate = new();
    private readonly RecentFramesOptions _options = options.Value.RecentFrames;
    private readonly Queue<RecentFrame> _kept = [];
    private readonly Dictionary<string, RecentFrame> _newest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastKept = new(StringComparer.Ordinal);
    private long _bytes;
    private bool _closed;

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
            var now = time.GetTimestamp();
            if (_options.Count > 0 && recent.Bytes <= _options.Bytes
                && (!_lastKept.TryGetValue(frame.Camera, out var last) || time.GetElapsedTime(last, now) >= _options.Interval))
            {
                _lastKept[frame.Camera] = now;
                Keep(recent.Share());
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

    private void Keep(RecentFrame frame)
    {
        _kept.Enqueue(frame);
        _bytes += frame.Bytes;
        while (_kept.Count > _options.Count || _bytes > _options.Bytes)
        {
            using var oldest = _kept.Dequeue();
            _bytes -= oldest.Bytes;
        }
    }
}
