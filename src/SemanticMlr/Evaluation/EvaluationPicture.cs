using OpenCvSharp;
using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>An image with its samples. Owns the pixels.</summary>
/// <param name="Name">The name of the image; the same name is the same image.</param>
/// <param name="Pixels">CV_8UC3, BGR.</param>
/// <param name="Samples">The parts of it with what is known of them.</param>
public sealed record EvaluationPicture(string Name, Mat Pixels, IReadOnlyList<SampleTruth> Samples) : IDisposable
{
    /// <summary>Frees the pixels.</summary>
    public void Dispose() => Pixels.Dispose();
}
