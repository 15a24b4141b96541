namespace SemanticMlr.Training.Runs;

/// <summary>What a model says of one tile, and what is true.</summary>
/// <param name="Image">Path of the image, as the data set gives it.</param>
/// <param name="Group">The board.</param>
/// <param name="Region">Name of the tile, as <c>r1c2</c>.</param>
/// <param name="Mkt">Logits of the head <c>mkt</c>, one a label.</param>
/// <param name="Clip">Logits of the head <c>clip</c>, one a label.</param>
/// <param name="Truth">Whether each label holds.</param>
public sealed record TileScore(string Image, string Group, string Region, IReadOnlyList<float> Mkt, IReadOnlyList<float> Clip, IReadOnlyList<bool> Truth);
