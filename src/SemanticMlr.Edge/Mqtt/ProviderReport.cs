namespace SemanticMlr.Edge.Mqtt;

/// <summary>The execution provider that was proved, as published.</summary>
/// <param name="Active">Its name, as <c>cuda</c>.</param>
/// <param name="Encoder">The encoder file that runs on it.</param>
/// <param name="Precision">Its precision, as <c>fp16</c>.</param>
/// <param name="GoldenDifference">The largest relative difference from the expected outputs.</param>
/// <param name="Failed">Providers that were tried before, with the reason.</param>
public sealed record ProviderReport(
    string Active, string Encoder, string Precision, double GoldenDifference, IReadOnlyList<ProviderFailure> Failed);
