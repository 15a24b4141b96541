using Microsoft.ML.OnnxRuntime;
using SemanticMlr.Labels;

namespace SemanticMlr.Recognition;

/// <summary>The memory of one batch of images on its way through a model: pixels, features, logits, probabilities. Reused from batch to batch.</summary>
/// <remarks>
/// Owns its memory and the native views of it; dispose it before its model. Not thread-safe. Spans point into the batch and hold until
/// the next <see cref="RecognitionModel.Encode"/> or <see cref="RecognitionModel.Score"/>.
/// </remarks>
public sealed class RecognitionBatch : IDisposable
{
    private readonly ModelGraphs _graphs;
    private readonly EncoderBinding _encoder;
    private HeadBinding? _head;
    private float[] _probabilities = [];

    internal RecognitionBatch(ModelGraphs graphs, int size, int dimension, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _graphs = graphs;
        Capacity = capacity;
        _encoder = new EncoderBinding(graphs.Encoder, capacity, size, dimension);
    }

    /// <summary>Images that fit.</summary>
    public int Capacity { get; }

    /// <summary>Labels C of the last <see cref="RecognitionModel.Score"/>; 0 before it.</summary>
    public int LabelCount => _head?.Table.Count ?? 0;

    /// <summary>The pixels of an image to write into: S x S x 3 bytes, row by row, in the bundle's order of colours; the memory that the encoder reads.</summary>
    public Span<byte> PixelsOf(int index) => _encoder.Pixels.Row(index);

    /// <summary>The global feature of an image: D values.</summary>
    public ReadOnlySpan<float> GlobalOf(int index) => _encoder.Global.Row(index);

    /// <summary>The patch features of an image: P x D values; empty in a global-only bundle.</summary>
    public ReadOnlySpan<float> PatchesOf(int index) => _encoder.Patches is { } patches ? patches.Row(index) : [];

    /// <summary>Values of all features of an image: D, and P x D behind them.</summary>
    public int FeatureLength => _encoder.Global.RowLength + (_encoder.Patches?.RowLength ?? 0);

    /// <summary>Copies all features of an image: the global one, then the patches.</summary>
    /// <param name="index">The image.</param>
    /// <param name="features">Takes <see cref="FeatureLength"/> values.</param>
    public void CopyFeatures(int index, Span<float> features)
    {
        GlobalOf(index).CopyTo(features);
        PatchesOf(index).CopyTo(features[_encoder.Global.RowLength..]);
    }

    /// <summary>Puts features that <see cref="CopyFeatures"/> gave in the place of those of an image, which then need not be encoded again.</summary>
    /// <param name="index">The image.</param>
    /// <param name="features"><see cref="FeatureLength"/> values of the same model.</param>
    public void SetFeatures(int index, ReadOnlySpan<float> features)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, FeatureLength);
        features[.._encoder.Global.RowLength].CopyTo(_encoder.Global.Row(index));
        if (_encoder.Patches is { } patches)
        {
            features[_encoder.Global.RowLength..].CopyTo(patches.Row(index));
        }
    }

    /// <summary>The logits of an image: C values.</summary>
    public ReadOnlySpan<float> Logits(int index) => _head is { } head ? head.Logits.Row(index) : [];

    /// <summary>The calibrated probabilities of an image: C values, 0..1.</summary>
    public ReadOnlySpan<float> Probabilities(int index) => _probabilities.AsSpan(index * LabelCount, LabelCount);

    /// <summary>Frees the native views.</summary>
    public void Dispose()
    {
        _head?.Dispose();
        _head = null;
        _encoder.Dispose();
    }

    /// <summary>The features of one image as a tensor of one row, by the name of a head's input; the caller disposes it, before the batch.</summary>
    internal OrtValue FeatureOf(string input, int index) =>
        input == ImageEncoder.Patches ? _encoder.Patches!.One(index) : _encoder.Global.One(index);

    internal bool IsOf(ModelGraphs graphs) => _graphs == graphs;

    internal void Encode(int count)
    {
        CheckCount(count);
        _encoder.Run(count);
    }

    /// <summary>Fills the logits.</summary>
    internal void Score(int count, string headName, LabelTable table)
    {
        CheckCount(count);
        var head = _graphs.Heads[headName];
        if (_head?.Head != head || _head.Table != table)
        {
            _head?.Dispose();
            _head = null;
            _head = new HeadBinding(head, table, _encoder, Capacity);
            _probabilities = new float[Capacity * table.Count];
        }

        _head.Run(count);
    }

    /// <summary>Fills the probabilities from the logits.</summary>
    internal void Calibrate(int count, IReadOnlyList<LabelCalibration> calibration)
    {
        var labels = LabelCount;
        for (var index = 0; index < count; index++)
        {
            var logits = Logits(index);
            var probabilities = _probabilities.AsSpan(index * labels, labels);
            for (var label = 0; label < labels; label++)
            {
                probabilities[label] = calibration[label].Probability(logits[label]);
            }
        }
    }

    private void CheckCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
    }
}
