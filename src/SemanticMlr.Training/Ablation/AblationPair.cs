using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Ablation;

/// <summary>Two heads to compare on the same samples and seeds.</summary>
/// <param name="Head">The one.</param>
/// <param name="Against">The other.</param>
public sealed record AblationPair([property: JsonRequired] string Head, [property: JsonRequired] string Against);
