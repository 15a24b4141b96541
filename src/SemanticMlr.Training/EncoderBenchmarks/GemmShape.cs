namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>A matrix product <c>[M, K] x [K, N]</c>, or several at once.</summary>
/// <param name="M">Rows of the left: tokens, or places of a convolution.</param>
/// <param name="K">What is summed over: a token's length, or the taps of a convolution's kernel over all of its input planes.</param>
/// <param name="N">Columns of the right.</param>
/// <param name="Products">Products of this shape that are computed together, as the heads of an attention; then both sides are activations. 1 has constant weights on the right.</param>
public sealed record GemmShape(long M, long K, long N, long Products = 1)
{
    /// <summary>Multiply-adds.</summary>
    public long MultiplyAdds => M * K * N * Products;
}
