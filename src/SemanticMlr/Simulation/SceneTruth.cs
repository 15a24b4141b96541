using SemanticMlr.Datasets;

namespace SemanticMlr.Simulation;

/// <summary>What is on a rendered picture.</summary>
/// <param name="Labels">The ids of the labels that hold, each once, in the order of the scene's labels.</param>
/// <param name="Boxes">Where they lie, with some context around them, in pixels; in the order of drawing.</param>
/// <param name="Group">The group of real pictures whose look the picture follows: whoever holds that group out must leave the picture out too.</param>
public sealed record SceneTruth(IReadOnlyList<string> Labels, IReadOnlyList<LabelledBox> Boxes, string Group)
{
    /// <summary>A sentence about the picture, made of phrases that training may use; null where the scene has no grammar.</summary>
    public string? Caption { get; init; }
}
