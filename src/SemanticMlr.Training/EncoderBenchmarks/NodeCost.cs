namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>What a node of an encoder computes for one picture.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Operation">Its operator.</param>
/// <param name="MultiplyAdds">Multiply-adds.</param>
/// <param name="Gemm">The matrix product that it is; null for convolutions by groups, which are none.</param>
public sealed record NodeCost(string Node, string Operation, long MultiplyAdds, GemmShape? Gemm);
