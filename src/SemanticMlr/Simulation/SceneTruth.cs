using SemanticMlr.Datasets;

namespace SemanticMlr.Simulation;

/// <summary>What is on a rendered picture.</summary>
/// <param name="Labels">The ids of the labels that hold, each once, in the order of the scene's labels.</param>
/// <param name="Boxes">Where they lie, with some context around them, in pixels; in the order of drawing.</param>
public sealed record SceneTruth(IReadOnlyList<string> Labels, IReadOnlyList<LabelledBox> Boxes);
