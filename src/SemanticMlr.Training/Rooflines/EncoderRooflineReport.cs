namespace SemanticMlr.Training.Rooflines;

/// <summary>What an encoder makes of the processor, one picture at a time.</summary>
/// <param name="Model">What people call it.</param>
/// <param name="MultiplyAdds">Multiply-adds of Conv, MatMul and Gemm for one picture.</param>
/// <param name="GemmShare">Share of them in products of matrices; the rest are convolutions by groups, which no product of matrices computes well.</param>
/// <param name="Gemms">The products, the costliest first.</param>
/// <param name="Forms">fp32 and int8.</param>
public sealed record EncoderRooflineReport(
    string Model, long MultiplyAdds, double GemmShare, IReadOnlyList<GemmReport> Gemms, IReadOnlyList<FormRooflineReport> Forms);
