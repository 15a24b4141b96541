using SemanticMlr.Explanation;

namespace SemanticMlr.Cli.Commands;

/// <summary>What <c>mlr explain</c> found.</summary>
internal sealed record ExplainReport(
    string Out,
    string Bundle,
    string Head,
    string Image,
    string Text,
    IReadOnlyDictionary<string, float> Regions,
    RelevancePeak Maximum,
    LabelEvidence Evidence);
