using System.Globalization;
using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Evaluation;

/// <summary>Rendered pictures of a scene, from index 0.</summary>
/// <param name="scene">The scene; not used by others meanwhile.</param>
/// <param name="count">How many pictures.</param>
/// <param name="labels">The ids of the labels asked for; those that the scene does not know are unknown everywhere.</param>
/// <param name="grid">How pictures are cut, or null to leave them whole.</param>
public sealed class ScenePictures(IScene scene, int count, IReadOnlyList<string> labels, GridSize? grid) : IPictureSource
{
    private readonly SampleCutter _cutter = new(labels, grid);
    private readonly string[] _unknown = [.. labels.Except(scene.Labels, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public EvaluationPicture Read(int index)
    {
        var name = index.ToString(CultureInfo.InvariantCulture);
        var pixels = new Mat(scene.Height, scene.Width, MatType.CV_8UC3);
        var truth = scene.Render(index, pixels);
        var record = new DatasetRecord { Image = name, Width = scene.Width, Height = scene.Height, Boxes = truth.Boxes, Unknown = _unknown };
        return new EvaluationPicture(name, pixels, _cutter.Cut(record));
    }
}
