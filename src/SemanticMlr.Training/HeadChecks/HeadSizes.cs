namespace SemanticMlr.Training.HeadChecks;

/// <summary>The sizes of a head's case.</summary>
/// <param name="Images">Images B.</param>
/// <param name="Patches">Patches P.</param>
/// <param name="Dimension">Length D of an embedding.</param>
/// <param name="Labels">Labels C.</param>
/// <param name="TopK">Patches that are averaged.</param>
public sealed record HeadSizes(long Images, long Patches, long Dimension, long Labels, int TopK);
