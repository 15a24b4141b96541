using SemanticMlr.Imaging;

namespace SemanticMlr.Datasets;

/// <summary>One part of an image and what is known of it.</summary>
/// <param name="Region">The part, without any margin.</param>
/// <param name="Labels">One entry per label, in the order of the labels asked for.</param>
/// <param name="Boxes">Where labels lie in the whole image, as far as known.</param>
public sealed record SampleTruth(NamedRegion Region, IReadOnlyList<Truth> Labels, IReadOnlyList<LabelledBox> Boxes);
