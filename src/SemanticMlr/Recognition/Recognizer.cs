using System.Diagnostics;
using OpenCvSharp;
using SemanticMlr.Imaging;

namespace SemanticMlr.Recognition;

/// <summary>Recognises the regions of images one after the other, for tools. Owns a batch and scratch memory; the model stays the caller's.</summary>
/// <remarks>Not thread-safe. Dispose it before the model.</remarks>
public sealed class Recognizer : IDisposable
{
    private readonly RecognitionModel _model;
    private readonly RecognitionBatch _batch;
    private readonly RegionPixels _pixels;

    /// <param name="model">The model.</param>
    /// <param name="snapshot">Labels, head and calibration.</param>
    /// <param name="batchSize">The most regions that are encoded at once.</param>
    public Recognizer(RecognitionModel model, RecognitionSnapshot snapshot, int batchSize = 16)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(snapshot);
        _model = model;
        Snapshot = snapshot;
        _batch = model.CreateBatch(batchSize);
        _pixels = new RegionPixels(model.Bundle.Manifest.Image);
    }

    /// <summary>Labels, head and calibration.</summary>
    public RecognitionSnapshot Snapshot { get; set; }

    /// <summary>Recognises the regions of an image.</summary>
    /// <param name="image">The image, CV_8UC3, BGR.</param>
    /// <param name="regions">The regions, without the bundle's margin.</param>
    /// <param name="look">Told of each region once it is scored: the batch, the image's index in it, the index of the region. Not part of the timing.</param>
    /// <exception cref="ArgumentException">The image is not 8-bit BGR, or a region does not lie inside it.</exception>
    public RecognitionResult Recognize(Mat image, IReadOnlyList<PixelRectangle> regions, Action<RecognitionBatch, int, int>? look = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(regions);
        var logits = new List<float[]>(regions.Count);
        var probabilities = new List<float[]>(regions.Count);
        var timing = default(RecognitionTiming);
        for (var first = 0; first < regions.Count; first += _batch.Capacity)
        {
            var count = Math.Min(_batch.Capacity, regions.Count - first);
            var started = Stopwatch.GetTimestamp();
            for (var index = 0; index < count; index++)
            {
                _pixels.Write(PixelView.Of(image), regions[first + index], _batch.PixelsOf(index));
            }

            var preprocessed = Stopwatch.GetTimestamp();
            _model.Encode(_batch, count);
            var encoded = Stopwatch.GetTimestamp();
            _model.Score(_batch, count, Snapshot);
            var scored = Stopwatch.GetTimestamp();
            for (var index = 0; index < count; index++)
            {
                logits.Add(_batch.Logits(index).ToArray());
                probabilities.Add(_batch.Probabilities(index).ToArray());
                look?.Invoke(_batch, index, first + index);
            }

            timing += new RecognitionTiming(Milliseconds(started, preprocessed), Milliseconds(preprocessed, encoded), Milliseconds(encoded, scored));
        }

        return new RecognitionResult(logits, probabilities, timing);
    }

    /// <summary>Frees the batch and the scratch memory.</summary>
    public void Dispose()
    {
        _pixels.Dispose();
        _batch.Dispose();
    }

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
