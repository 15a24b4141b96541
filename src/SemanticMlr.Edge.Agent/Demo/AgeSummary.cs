namespace SemanticMlr.Edge.Agent.Demo;

/// <summary>Percentiles of frame age in milliseconds; null while no frame was recognised.</summary>
internal sealed record AgeSummary(double? P50, double? P99);
