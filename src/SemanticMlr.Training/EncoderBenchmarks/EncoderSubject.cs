using SemanticMlr.Bundles;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>An fp32 encoder that is measured.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Path">The ONNX file.</param>
/// <param name="Image">How pictures become its pixels.</param>
/// <param name="HasRandomWeights">Whether its numbers mean nothing.</param>
public sealed record EncoderSubject(string Name, string Path, ImageSpecification Image, bool HasRandomWeights);
