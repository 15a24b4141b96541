using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Labels;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Watches the list in force: takes it back where it raises too many alarms after an apply, or where it expires.</summary>
internal sealed class CanaryWorker(
    Lazy<SnapshotStore> snapshots, Lazy<LabelUpdates> updates, Lazy<LabelCommits> commits, AlarmMeter alarms, IOptions<LabelsOptions> options, TimeProvider time, ILogger<CanaryWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CanaryOptions _options = options.Value.Canary;
    private long _judged;
    private long _expired;

    /// <summary>Looks once.</summary>
    public void Look()
    {
        commits.Value.Reconcile();
        var list = snapshots.Value.InForce;
        var content = list.Snapshot.Table.List;
        if (content.Expires is { } expires && expires <= time.GetUtcNow() && _expired != list.Activation)
        {
            _expired = list.Activation;
            updates.Value.TakeBack(list.Activation, ListAction.Expired, $"Version {content.Version} expired at {expires:u}.");
        }
        else if (_options.Enabled && list.Change.Action == ListAction.Apply && _judged != list.Activation)
        {
            Judge(list);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (snapshots.IsValueCreated)
            {
                Look();
            }
        }
    }

    private void Judge(ListInForce list)
    {
        var rates = alarms.Read(_options.For);
        var content = list.Snapshot.Table.List;
        if (!ReferenceEquals(rates.Snapshot, list.Snapshot) || rates.InForceFor < _options.For)
        {
            return;
        }

        if (rates.FramesBefore < _options.MinFrames)
        {
            _judged = list.Activation;
            logger.CanaryWithoutRate(content.Id, content.Version, rates.FramesBefore);
        }
        else if (rates.Frames >= _options.MinFrames && rates.Since > _options.Factor * Math.Max(rates.Before, _options.MinRate))
        {
            _judged = list.Activation;
            updates.Value.TakeBack(
                list.Activation,
                ListAction.Canary,
                FormattableString.Invariant(
                    $"The alarm rate rose from {rates.Before:0.###} to {rates.Since:0.###} a frame over {_options.For.TotalSeconds:0} s after version {content.Version} was applied, more than {_options.Factor:0.##} times as many."));
        }
        else if (rates.InForceFor >= _options.WatchFor)
        {
            _judged = list.Activation;
            logger.CanaryPassed(content.Id, content.Version, _options.WatchFor.TotalMinutes, rates.Since, rates.Before);
        }
    }
}
