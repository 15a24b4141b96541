using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>What was found of one encoder.</summary>
public sealed record EncoderReport
{
    /// <summary>What people call it.</summary>
    public required string Model { get; init; }

    /// <summary>Whether its weights are random, so that only time and what runs mean something of a trained one.</summary>
    public required bool HasRandomWeights { get; init; }

    /// <summary>Side of the input, in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>Patches P of a picture.</summary>
    public required int Patches { get; init; }

    /// <summary>Length D of an embedding.</summary>
    public required int Dimension { get; init; }

    /// <summary>Multiply-adds of Conv, MatMul and Gemm for one picture.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>fp32, and int8 where it was measured.</summary>
    public required IReadOnlyList<EncoderFormReport> Forms { get; init; }

    /// <summary>Pictures that embeddings were compared on.</summary>
    public required int Frames { get; init; }

    /// <summary>Pictures that calibrated.</summary>
    public required int Calibrated { get; init; }

    /// <summary>Cosine between the global embeddings of fp32 and int8; null without int8.</summary>
    public CosineFigures? Cosine { get; init; }

    /// <summary>Cosine between the patch embeddings of both; null without int8 or patches.</summary>
    public CosineFigures? PatchCosine { get; init; }

    /// <summary>Cosine between the fp32 embeddings of different pictures: what <see cref="Cosine"/> is worth beside it.</summary>
    public CosineFigures? CosineOfOtherPictures { get; init; }

    /// <summary>Times by size of the batch.</summary>
    public required IReadOnlyList<EncoderBatchReport> Batches { get; init; }
}
