using SemanticMlr.Datasets;

namespace SemanticMlr.Evaluation;

/// <summary>Scores and truth of all samples, label by label. Not thread-safe.</summary>
/// <param name="labels">The ids of the labels, in the order of the scores.</param>
public sealed class EvaluationTable(IReadOnlyList<string> labels)
{
    private readonly List<float>[] _logits = [.. labels.Select(_ => new List<float>())];
    private readonly List<float>[] _probabilities = [.. labels.Select(_ => new List<float>())];
    private readonly List<Truth>[] _truth = [.. labels.Select(_ => new List<Truth>())];
    private readonly List<int> _imageOfSample = [];
    private readonly List<string> _images = [];
    private readonly Dictionary<string, int> _imageNumbers = new(StringComparer.Ordinal);
    private int _image = -1;

    /// <summary>The ids of the labels.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>The names of the images.</summary>
    public IReadOnlyList<string> Images => _images;

    /// <summary>The number of the image of each sample.</summary>
    public IReadOnlyList<int> ImageOfSample => _imageOfSample;

    /// <summary>Samples: images, parts or tiles.</summary>
    public int Samples => _imageOfSample.Count;

    /// <summary>Begins an image, or goes on with one that is known; the samples added next belong to it.</summary>
    public void BeginImage(string name)
    {
        if (!_imageNumbers.TryGetValue(name, out _image))
        {
            _image = _images.Count;
            _images.Add(name);
            _imageNumbers.Add(name, _image);
        }
    }

    /// <summary>Adds a sample of the image begun last.</summary>
    /// <param name="logits">The scores of the head, one a label.</param>
    /// <param name="probabilities">The calibrated probabilities, one a label, 0..1.</param>
    /// <param name="truth">What is known, one entry a label.</param>
    /// <exception cref="InvalidDataException">A score is no finite number; nothing was added.</exception>
    public void Add(ReadOnlySpan<float> logits, ReadOnlySpan<float> probabilities, IReadOnlyList<Truth> truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentOutOfRangeException.ThrowIfNegative(_image);
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Length, labels.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(probabilities.Length, labels.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(truth.Count, labels.Count);
        for (var label = 0; label < labels.Count; label++)
        {
            if (!float.IsFinite(logits[label]) || !float.IsFinite(probabilities[label]))
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The score of label {labels[label]} on {_images[_image]} is no finite number (logit {logits[label]}, probability {probabilities[label]}); verify the bundle with mlr bundle verify."));
            }
        }

        _imageOfSample.Add(_image);
        for (var label = 0; label < labels.Count; label++)
        {
            _logits[label].Add(logits[label]);
            _probabilities[label].Add(probabilities[label]);
            _truth[label].Add(truth[label]);
        }
    }

    /// <summary>The scores of the head for a label, one a sample.</summary>
    public ReadOnlySpan<float> Logits(int label) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_logits[label]);

    /// <summary>The probabilities of a label, one a sample.</summary>
    public ReadOnlySpan<float> Probabilities(int label) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_probabilities[label]);

    /// <summary>What is known of a label, one entry a sample.</summary>
    public ReadOnlySpan<Truth> TruthOf(int label) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_truth[label]);
}
