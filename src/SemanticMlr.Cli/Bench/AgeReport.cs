namespace SemanticMlr.Cli.Bench;

/// <summary>Age of detections at a fixed frame rate, in milliseconds.</summary>
/// <param name="P50">Median of capture to hand-over for publishing.</param>
/// <param name="P99">99th percentile of the same.</param>
/// <param name="ModelP50">Median of image encoder plus head in the same run.</param>
/// <param name="BeyondModel">The difference of both medians.</param>
internal sealed record AgeReport(double P50, double P99, double ModelP50, double BeyondModel);
