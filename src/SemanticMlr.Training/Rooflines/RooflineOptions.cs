using SemanticMlr.Training.EncoderBenchmarks;

namespace SemanticMlr.Training.Rooflines;

/// <summary>How the limit is measured.</summary>
public sealed record RooflineOptions
{
    /// <summary>Threads, rounds and how encoders become int8; batches are not read.</summary>
    public required EncoderBenchmarkOptions Encoders { get; init; }

    /// <summary>Side of the square product.</summary>
    public int Square { get; init; } = 2048;

    /// <summary>Size of the array that is copied, in bytes.</summary>
    public long CopyBytes { get; init; } = 256L << 20;

    /// <summary>Products that are a smaller share of an encoder's multiply-adds are not measured by themselves.</summary>
    public double SmallestShare { get; init; } = 0.01;
}
