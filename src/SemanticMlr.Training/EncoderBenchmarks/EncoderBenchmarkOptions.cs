using SemanticMlr.Inference;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>How encoders are measured.</summary>
public sealed record EncoderBenchmarkOptions
{
    /// <summary>The provider, alone in its chain, and its settings.</summary>
    public required InferenceOptions Inference { get; init; }

    /// <summary>Pictures of a run.</summary>
    public required IReadOnlyList<int> Batches { get; init; }

    /// <summary>Rounds; in each, every form runs for <see cref="Duration"/>, in turns.</summary>
    public required int Rounds { get; init; }

    /// <summary>How long a form runs in a round, at least three runs.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Pictures that embeddings are compared on; a quarter as many, at least 4, calibrate.</summary>
    public int Frames { get; init; } = 64;

    /// <summary>Whether products of two activations, as in attention, run in int8 too.</summary>
    public bool Attention { get; init; }
}
