namespace SemanticMlr.Edge.Rollout;

/// <summary>What the encoder made of the regions of a frame. Born with one owner, as a frame; the last one gives the memory back to the pool.</summary>
/// <param name="pool">Where the memory comes from.</param>
/// <param name="memory">The features, region by region.</param>
/// <param name="length">Values a region.</param>
internal sealed class FrameFeatures(FeaturePool pool, float[] memory, int length) : IDisposable
{
    private int _owners = 1;

    /// <summary>SHA-256 of the form of the encoder that made them.</summary>
    public string Encoder { get; init; } = "";

    /// <summary>Bytes of the memory.</summary>
    public long Bytes => (long)memory.Length * sizeof(float);

    /// <summary>The features of a region.</summary>
    public Span<float> Of(int region)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _owners) <= 0, this);
        return memory.AsSpan(region * length, length);
    }

    /// <summary>Adds an owner, who must call <see cref="Dispose"/> too.</summary>
    public FrameFeatures Retain()
    {
        var owners = Interlocked.Increment(ref _owners);
        ObjectDisposedException.ThrowIf(owners <= 1, this);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            pool.Return(memory);
        }
    }
}
