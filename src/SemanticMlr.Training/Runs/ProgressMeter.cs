namespace SemanticMlr.Training.Runs;

/// <summary>Reports a stage at most every two seconds, with the time that is left.</summary>
internal sealed class ProgressMeter(string stage, long first, long total, TimeProvider time, IProgress<TrainingProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly long _start = time.GetTimestamp();
    private readonly List<IReadOnlyDictionary<string, double>> _losses = [];
    private TimeSpan _reported;

    /// <summary>Time since the stage began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Notes that so many units are done, counted from the start of the run; returns the report where one was due.</summary>
    public TrainingProgress? Advance(long done, IReadOnlyDictionary<string, double>? losses = null)
    {
        if (losses is not null)
        {
            _losses.Add(losses);
        }

        var elapsed = Elapsed;
        if (elapsed - _reported < Interval && done < total)
        {
            return null;
        }

        _reported = elapsed;
        var remaining = done > first ? elapsed * ((double)(total - done) / (done - first)) : (TimeSpan?)null;
        var report = new TrainingProgress(stage, done, total, elapsed, remaining, Mean());
        progress?.Report(report);
        return report;
    }

    private SortedDictionary<string, double>? Mean()
    {
        if (_losses.Count == 0)
        {
            return null;
        }

        var mean = new SortedDictionary<string, double>(
            _losses[0].Keys.ToDictionary(name => name, name => _losses.Average(losses => losses[name]), StringComparer.Ordinal), StringComparer.Ordinal);
        _losses.Clear();
        return mean;
    }
}
