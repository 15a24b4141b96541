using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Supervision;

/// <summary>Says whether every part of the agent gets on.</summary>
/// <remarks><see cref="Look"/> is called by one thread, everything else by any.</remarks>
internal sealed class ProgressWatch
{
    private readonly IProgressProbe[] _probes;
    private readonly long[] _last;
    private readonly TimeProvider _time;
    private volatile IReadOnlyList<ProgressReport> _reports;

    public ProgressWatch(IEnumerable<IProgressProbe> probes, WatchdogInterval watchdog, IOptions<SupervisionOptions> options, TimeProvider time)
    {
        _probes = [.. probes];
        _last = new long[_probes.Length];
        _time = time;
        _reports = [.. _probes.Select(probe => new ProgressReport(probe.Name, IsStuck: false, TimeSpan.Zero, probe.Describe()))];

        // Half an interval to notice and a quarter until the next look: the last ping is at most three quarters older than the standstill.
        Patience = watchdog.Value is { } interval && interval / 2 < options.Value.StuckAfter ? interval / 2 : options.Value.StuckAfter;
    }

    /// <summary>How long a part may stand still.</summary>
    public TimeSpan Patience { get; }

    /// <summary>What was seen last; before the first look nothing is stuck.</summary>
    public IReadOnlyList<ProgressReport> Reports => _reports;

    /// <summary>The parts that are stuck.</summary>
    public IEnumerable<ProgressReport> Stuck => _reports.Where(report => report.IsStuck);

    /// <summary>Begins anew: everything counts as having got on now.</summary>
    public void Begin() => Array.Fill(_last, _time.GetTimestamp());

    /// <summary>Asks every part; false when one is stuck.</summary>
    public bool Look()
    {
        var reports = new ProgressReport[_probes.Length];
        for (var index = 0; index < _probes.Length; index++)
        {
            var probe = _probes[index];
            if (probe.HasProgress())
            {
                _last[index] = _time.GetTimestamp();
            }

            var silence = _time.GetElapsedTime(_last[index]);
            reports[index] = new ProgressReport(probe.Name, silence > Patience + probe.Patience, silence, probe.Describe());
        }

        _reports = reports;
        return !reports.Any(report => report.IsStuck);
    }
}
