using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Supervision;

/// <summary>Looks at intervals whether the agent gets on, and tells the service manager: time for the start, then signs of life, and none once a part is stuck.</summary>
/// <remarks>The sign of life is tied to progress: a stuck pipeline is started again, a dead camera or broker is no reason.</remarks>
internal sealed class SupervisionWorker(
    ProgressWatch watch,
    ServiceManager manager,
    AgentStatus status,
    WatchdogInterval watchdog,
    IHostApplicationLifetime lifetime,
    IOptions<SupervisionOptions> options,
    TimeProvider time,
    ILogger<SupervisionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _stuck = [];
    private readonly long _started = time.GetTimestamp();
    private bool _startTooLong;

    /// <summary>The time between two looks.</summary>
    private TimeSpan Period => watchdog.Value is { } interval && interval / 4 < LongestPeriod ? interval / 4
        : watch.Patience / 2 < LongestPeriod ? watch.Patience / 2
        : LongestPeriod;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var isStarted = false;
        do
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                manager.Alive("Stopping"); // how long that may take is watched by the service manager
            }
            else if (!lifetime.ApplicationStarted.IsCancellationRequested)
            {
                Starting();
            }
            else
            {
                if (!isStarted)
                {
                    isStarted = true;
                    watch.Begin();
                }

                LookAndTell();
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Starting()
    {
        var elapsed = time.GetElapsedTime(_started);
        if (elapsed < options.Value.LongestStart)
        {
            manager.ExtendStart(6 * Period, $"Starting for {elapsed.TotalSeconds:F0} s: opening and proving the model");
        }
        else if (!_startTooLong)
        {
            _startTooLong = true;
            logger.StartTooLong(options.Value.LongestStart);
        }
    }

    private void LookAndTell()
    {
        if (watch.Look())
        {
            foreach (var name in _stuck)
            {
                logger.GetsOn(name);
            }

            _stuck.Clear();
            manager.Alive(status.Describe());
            return;
        }

        foreach (var report in watch.Stuck)
        {
            manager.Status($"Stuck: {report.Name}. {report.Text}");
            if (_stuck.Add(report.Name))
            {
                logger.Stuck(report.Name, report.Silence, report.Text);
            }
        }
    }
}
