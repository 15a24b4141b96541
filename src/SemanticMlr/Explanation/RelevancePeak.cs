namespace SemanticMlr.Explanation;

/// <summary>Where a map is highest.</summary>
/// <param name="X">Centre of the patch, in pixels of the image.</param>
/// <param name="Y">Centre of the patch, in pixels of the image.</param>
/// <param name="Relevance">Its relevance.</param>
public readonly record struct RelevancePeak(double X, double Y, float Relevance);
