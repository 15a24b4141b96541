namespace SemanticMlr.Edge.Rollout;

/// <summary>Memory for features that goes from a frame that leaves to the next one that is kept. Thread-safe.</summary>
internal sealed class FeaturePool
{
    /// <summary>Arrays that wait: cameras with other numbers of regions need other lengths.</summary>
    private const int Most = 4;

    private readonly Lock _gate = new();
    private readonly List<float[]> _waiting = new(Most);

    /// <summary>Memory for the regions of a frame; what it holds is old.</summary>
    /// <param name="regions">How many regions.</param>
    /// <param name="length">Values a region.</param>
    /// <param name="encoder">SHA-256 of the form of the encoder that makes them.</param>
    public FrameFeatures Rent(int regions, int length, string encoder)
    {
        lock (_gate)
        {
            for (var index = 0; index < _waiting.Count; index++)
            {
                if (_waiting[index].Length == regions * length)
                {
                    var memory = _waiting[index];
                    _waiting.RemoveAt(index);
                    return new FrameFeatures(this, memory, length) { Encoder = encoder };
                }
            }
        }

        return new FrameFeatures(this, new float[regions * length], length) { Encoder = encoder };
    }

    /// <summary>Takes memory back that nobody reads any more.</summary>
    internal void Return(float[] memory)
    {
        lock (_gate)
        {
            if (_waiting.Count == Most)
            {
                _waiting.RemoveAt(0);
            }

            _waiting.Add(memory);
        }
    }
}
