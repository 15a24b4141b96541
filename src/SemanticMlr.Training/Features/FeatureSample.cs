using SemanticMlr.Datasets;
using SemanticMlr.Imaging;

namespace SemanticMlr.Training.Features;

/// <summary>A sample: an image, a part of it or a tile, and what is known of every label.</summary>
/// <param name="Image">Path as the data set gives it.</param>
/// <param name="Group">Samples of one group (board, clip) are split together.</param>
/// <param name="Region">The part, without any margin.</param>
/// <param name="Labels">One entry a label.</param>
internal sealed record FeatureSample(string Image, string Group, NamedRegion Region, IReadOnlyList<Truth> Labels);
