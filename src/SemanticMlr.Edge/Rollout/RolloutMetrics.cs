using System.Diagnostics.Metrics;
using SemanticMlr.Edge.Diagnostics;
using SemanticMlr.Edge.Labels;

namespace SemanticMlr.Edge.Rollout;

/// <summary>What happened to the label list since the start.</summary>
internal sealed class RolloutMetrics : IHealthContributor
{
    private readonly AlarmMeter _alarms;
    private readonly Lazy<SnapshotStore> _snapshots;

    public RolloutMetrics(IMeterFactory meters, AlarmMeter alarms, Lazy<SnapshotStore> snapshots)
    {
        var meter = meters.Create(EdgeMeter.Name);
        (_alarms, _snapshots) = (alarms, snapshots);
        Applied = new Tally(meter, "mlr.labels.applied", "{list}");
        Refused = new Tally(meter, "mlr.labels.refused", "{list}");
        RolledBack = new Tally(meter, "mlr.labels.rolled_back", "{list}");
        TakenBack = new Tally(meter, "mlr.labels.taken_back", "{list}");
    }

    /// <summary>Lists put in force by command.</summary>
    public Tally Applied { get; }

    /// <summary>Orders refused.</summary>
    public Tally Refused { get; }

    /// <summary>Kept lists put in force again by command.</summary>
    public Tally RolledBack { get; }

    /// <summary>Lists that the device took back by itself.</summary>
    public Tally TakenBack { get; }

    public void Contribute(HealthReport report)
    {
        foreach (var tally in new[] { Applied, Refused, RolledBack, TakenBack })
        {
            report.Counter(tally.Name, tally.Value);
        }

        if (_snapshots.IsValueCreated)
        {
            var list = _snapshots.Value.InForce;
            report.Gauge("mlr.labels.activation", list.Activation);
            report.Gauge("mlr.labels.version", list.Snapshot.Table.List.Version);
            report.Gauge("mlr.labels.provisional", list.Snapshot.Calibration.Count(calibration => calibration.Provisional));
            report.Gauge("mlr.alarms.per_frame", _alarms.Read(TimeSpan.FromMinutes(1)).Since);
        }
    }
}
