using SemanticMlr.Datasets;

namespace SemanticMlr.Cli.Commands;

/// <summary>What <c>mlr data mask</c> did.</summary>
internal sealed record MaskReport(
    string File,
    string Keep,
    int Seed,
    string? Grid,
    int Images,
    int Samples,
    int WithoutKnownPositives,
    MaskCounts Total,
    IReadOnlyDictionary<string, MaskCounts> Labels);
