namespace SemanticMlr.Edge.Health;

/// <summary>Gauges of the health report that are one metric.</summary>
/// <param name="Prefix">The name in the report, to which <c>.value-of-the-tag</c> is appended where there is a tag.</param>
/// <param name="Metric">The name of the metric, without its unit.</param>
/// <param name="Unit">The unit, in UCUM's letters.</param>
/// <param name="Tag">What the members are told apart by, or null.</param>
internal sealed record GaugeFamily(string Prefix, string Metric, string Unit, string? Tag)
{
    /// <summary>Every present value that the stages report.</summary>
    public static IReadOnlyList<GaugeFamily> All { get; } =
    [
        new("mlr.capture.fps", "mlr.capture.fps", "", "camera"),
        new("mlr.capture.online", "mlr.capture.online", "", "camera"),
        new("mlr.capture.waiting", "mlr.capture.waiting", "{frame}", "camera"),
        new("mlr.capture.frame_age.seconds", "mlr.capture.frame_age", "s", "camera"),
        new("mlr.review.waiting", "mlr.review.waiting", "{frame}", null),
        new("mlr.commands.waiting", "mlr.commands.waiting", "{command}", null),
        new("mlr.outbox.waiting", "mlr.outbox.waiting", "{message}", "class"),
        new("mlr.outbox.bytes", "mlr.outbox.bytes", "By", "class"),
        new("mlr.outbox.age.seconds", "mlr.outbox.age", "s", "class"),
        new("mlr.outbox.durable", "mlr.outbox.durable", "", null),
        new("mlr.outbox.readable", "mlr.outbox.readable", "", null),
        new("mlr.outbox.disk_full", "mlr.outbox.disk_full", "", null),
        new("mlr.mqtt.connected.seconds", "mlr.mqtt.connected", "s", null),
        new("mlr.process.working_set.bytes", "mlr.process.working_set", "By", null),
        new("mlr.process.managed_heap.bytes", "mlr.process.managed_heap", "By", null),
        new("mlr.process.uptime.seconds", "mlr.process.uptime", "s", null),
        new("mlr.host.temperature.celsius", "mlr.host.temperature", "Cel", "zone"),
        new("mlr.engine.building.seconds", "mlr.engine.building", "s", null),
        new("mlr.inference.provider", "mlr.inference.provider", "", "provider"),
    ];

    /// <summary>The value of the tag of a gauge of this family, empty without a tag; null where the gauge belongs to another family.</summary>
    public string? MemberOf(string gauge) =>
        Tag is null ? gauge == Prefix ? "" : null
        : gauge.Length > Prefix.Length + 1 && gauge[Prefix.Length] == '.' && gauge.StartsWith(Prefix, StringComparison.Ordinal) ? gauge[(Prefix.Length + 1)..]
        : null;
}
