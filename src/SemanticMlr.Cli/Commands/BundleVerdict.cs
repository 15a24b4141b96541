namespace SemanticMlr.Cli.Commands;

/// <summary>What <c>mlr bundle verify</c> found.</summary>
/// <param name="Bundle">Identity of the bundle, or null when it could not be opened.</param>
/// <param name="Ok">Whether every check passed.</param>
/// <param name="Fault">What is wrong, or null.</param>
/// <param name="Checks">The checks that passed, in order.</param>
/// <param name="Provider">The execution provider that reproduced the golden outputs, or null.</param>
/// <param name="Encoder">The image encoder that ran.</param>
/// <param name="MaxRelativeDifference">The largest difference to a golden output, relative to its largest value.</param>
/// <param name="Tolerance">The difference that is allowed.</param>
/// <param name="FailedProviders">The providers that were tried before, with reasons.</param>
internal sealed record BundleVerdict(
    string? Bundle,
    bool Ok,
    string? Fault,
    IReadOnlyList<string> Checks,
    string? Provider,
    string? Encoder,
    double? MaxRelativeDifference,
    double? Tolerance,
    IReadOnlyList<string> FailedProviders);
