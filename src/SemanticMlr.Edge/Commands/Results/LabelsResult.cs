using System.Text.Json;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Commands.Results;

/// <summary>Result of <c>labels/get</c>.</summary>
/// <param name="List">The list in force, as it stands in its file.</param>
/// <param name="Activation">The number of its activation.</param>
/// <param name="NextVersion">The version that the next list must have.</param>
/// <param name="Key">The key that signed it.</param>
/// <param name="IsDefault">Whether it is the list of the configuration or bundle.</param>
/// <param name="SignatureRequired">Whether lists and ways back must be signed.</param>
/// <param name="Labels">The enabled labels with their thresholds.</param>
/// <param name="Change">Why it is in force.</param>
internal sealed record LabelsResult(
    JsonElement List,
    long Activation,
    int NextVersion,
    string? Key,
    bool IsDefault,
    bool SignatureRequired,
    IReadOnlyList<LabelReport> Labels,
    LabelsChange Change);
