namespace SemanticMlr.Recognition;

/// <summary>A rate as measured, with its 95 % confidence interval.</summary>
/// <param name="Value">The rate.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
public sealed record ExpectedRate(double Value, double Low, double High);
