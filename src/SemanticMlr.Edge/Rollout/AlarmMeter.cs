using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Edge.Pipeline;
using SemanticMlr.Recognition;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Counts alarms second by second: labels at or above their thresholds in the regions of recognised frames.</summary>
/// <remarks>Thread-safe; a frame allocates nothing, a new list what its thresholds need.</remarks>
internal sealed class AlarmMeter : IRecognitionListener
{
    private readonly Lock _gate = new();
    private readonly CanaryOptions _options;
    private readonly TimeProvider _time;
    private readonly Bucket[] _seconds;
    private RecognitionSnapshot? _snapshot;
    private float[] _thresholds = [];
    private long _firstFrame;
    private (double Rate, long Frames) _before;

    public AlarmMeter(IOptions<LabelsOptions> options, TimeProvider time)
    {
        (_options, _time) = (options.Value.Canary, time);
        _seconds = new Bucket[(int)Math.Max(_options.Before.TotalSeconds, _options.For.TotalSeconds) + 2];
    }

    public void Recognized(RecognizedFrame frame)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(frame.Snapshot, _snapshot))
            {
                Begin(frame.Snapshot);
            }

            var alarms = 0;
            for (var region = 0; region < frame.Regions.Count; region++)
            {
                var probabilities = frame.Probabilities(region);
                for (var label = 0; label < probabilities.Length; label++)
                {
                    alarms += probabilities[label] >= _thresholds[label] ? 1 : 0;
                }
            }

            var second = Second();
            ref var bucket = ref _seconds[second % _seconds.Length];
            if (bucket.Second != second)
            {
                bucket = new Bucket { Second = second };
            }

            bucket.Frames++;
            bucket.Alarms += alarms;
        }
    }

    /// <summary>The rates of before the list in force, and of the last while under it.</summary>
    public AlarmRates Read(TimeSpan window)
    {
        lock (_gate)
        {
            var (rate, frames) = Sum(window);
            return new AlarmRates(_snapshot, _before.Rate, _before.Frames, rate, frames, _time.GetElapsedTime(_firstFrame));
        }
    }

    private void Begin(RecognitionSnapshot snapshot)
    {
        _before = _snapshot is null ? (0, 0) : Sum(_options.Before);
        Array.Clear(_seconds);
        _snapshot = snapshot;
        _firstFrame = _time.GetTimestamp();
        _thresholds =
        [
            .. snapshot.Table.Labels.Select((label, index) => label.Severity >= _options.Severity ? (float)snapshot.Threshold(index) : float.PositiveInfinity),
        ];
    }

    private (double Rate, long Frames) Sum(TimeSpan window)
    {
        var first = Second() - (long)window.TotalSeconds;
        var (frames, alarms) = (0L, 0L);
        foreach (var bucket in _seconds)
        {
            if (bucket.Frames > 0 && bucket.Second >= first)
            {
                frames += bucket.Frames;
                alarms += bucket.Alarms;
            }
        }

        return (frames == 0 ? 0 : (double)alarms / frames, frames);
    }

    private long Second() => _time.GetTimestamp() / _time.TimestampFrequency;

    private struct Bucket
    {
        public long Second;
        public long Frames;
        public long Alarms;
    }
}
