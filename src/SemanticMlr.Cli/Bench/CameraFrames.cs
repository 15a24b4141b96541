using SemanticMlr.Edge.Pipeline;

namespace SemanticMlr.Cli.Bench;

/// <summary>Notes the age of every recognised frame, camera by camera. Thread-safe.</summary>
internal sealed class CameraFrames(TimeProvider time) : IRecognitionListener
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<double>> _ages = new(StringComparer.Ordinal);

    public void Recognized(RecognizedFrame frame)
    {
        var age = time.GetElapsedTime(frame.Timestamp).TotalMilliseconds;
        lock (_gate)
        {
            if (!_ages.TryGetValue(frame.Camera, out var ages))
            {
                _ages.Add(frame.Camera, ages = []);
            }

            ages.Add(age);
        }
    }

    /// <summary>Whether a frame of that camera was recognised since the last <see cref="Take"/>.</summary>
    public bool HasFrameOf(string camera)
    {
        lock (_gate)
        {
            return _ages.ContainsKey(camera);
        }
    }

    /// <summary>Capture to the end of the decisions in milliseconds, a value a frame since the last call.</summary>
    public IReadOnlyDictionary<string, double[]> Take()
    {
        lock (_gate)
        {
            var taken = _ages.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
            _ages.Clear();
            return taken;
        }
    }
}
