namespace SemanticMlr.Training.Runs;

/// <summary>Reports a stage at most every two seconds, with the time that is left.</summary>
internal sealed class ProgressMeter(string stage, long first, long total, TimeProvider time, IProgress<TrainingProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly long _start = time.GetTimestamp();
    private readonly List<StepLosses> _losses = [];
    private TimeSpan _reported;

    /// <summary>Time since the stage began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Notes that so many units are done, counted from the start of the run; returns the report where one was due.</summary>
    public TrainingProgress? Advance(long done, StepLosses? losses = null)
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

    private StepLosses? Mean()
    {
        if (_losses.Count == 0)
        {
            return null;
        }

        var mean = new StepLosses(_losses.Average(loss => loss.Patch), _losses.Average(loss => loss.Mkt), _losses.Average(loss => loss.Clip));
        _losses.Clear();
        return mean;
    }
}
