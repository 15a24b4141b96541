using SemanticMlr.Bundles;
using SemanticMlr.Inference;
using SemanticMlr.Recognition;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Training.Rooflines;

/// <summary>A form of an encoder with the times of all rounds. Owns its session.</summary>
internal sealed class MeasuredForm : IDisposable
{
    private readonly BoundEncoder _encoder;
    private readonly List<double> _milliseconds = [];

    /// <param name="precision">The number format.</param>
    /// <param name="path">The ONNX file.</param>
    /// <param name="weightBytes">Bytes of its constants.</param>
    /// <param name="pixels">The picture that is encoded.</param>
    /// <param name="options">The provider and its settings.</param>
    public MeasuredForm(EncoderPrecision precision, string path, long weightBytes, byte[] pixels, InferenceOptions options)
    {
        (Precision, WeightBytes, _encoder) = (precision, weightBytes, BoundEncoder.Open(path, 1, options));
        pixels.CopyTo(_encoder.PixelsOf(0));
    }

    public EncoderPrecision Precision { get; }

    public bool IsInteger => Precision == EncoderPrecision.Int8;

    /// <summary>Bytes of the constants; of a quantised file its size, which is little more.</summary>
    public long WeightBytes { get; }

    /// <summary>The middle of each round.</summary>
    public IReadOnlyList<double> Milliseconds => _milliseconds;

    public void Measure(TimeSpan duration, CancellationToken cancellationToken) =>
        _milliseconds.Add(RunTimes.Median(TimedRounds.Measure(() => _encoder.Encode(1), duration, cancellationToken)));

    public void Dispose() => _encoder.Dispose();
}
