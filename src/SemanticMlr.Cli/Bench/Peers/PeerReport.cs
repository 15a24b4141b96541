using SemanticMlr.Evaluation;
using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Cli.Bench.Peers;

/// <summary>What one contender reached.</summary>
internal sealed record PeerReport
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Versions of what it runs on; null where it is not available.</summary>
    public string? Version { get; init; }

    /// <summary>Why it is not available, and the remedy; null where it ran.</summary>
    public string? NotAvailable { get; init; }

    /// <summary>Milliseconds from a decoded frame to its embeddings.</summary>
    public RunTimes? Frame { get; init; }

    /// <summary>Milliseconds of a frame beyond the bare session of the same round.</summary>
    public Spread? BeyondBareSession { get; init; }

    /// <summary>Milliseconds of a frame outside of the runtime's own call, in the middle of each round; null where it cannot be told apart.</summary>
    public Spread? OutsideCall { get; init; }

    /// <summary>Its time divided by the agent's in the same round.</summary>
    public Spread? TimesTheAgent { get; init; }

    /// <summary>The smallest cosine between its embedding of a frame and the agent's in fp32.</summary>
    public double? Agreement { get; init; }

    /// <summary>The same where both get the pixels that the agent resized; null where it resizes by the same function anyway.</summary>
    public double? AgreementOnSamePixels { get; init; }
}
