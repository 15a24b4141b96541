using static TorchSharp.torch;

namespace SemanticMlr.Training.Losses;

/// <summary>What is known of a batch, as masks of ones and zeros [B, C] that add up to one.</summary>
/// <param name="Present">The label holds.</param>
/// <param name="Absent">It does not.</param>
/// <param name="Unknown">Nobody said.</param>
internal readonly record struct Observations(Tensor Present, Tensor Absent, Tensor Unknown)
{
    /// <summary>The same with unknown cells taken for absent.</summary>
    public Observations AssumingNegatives() => new(Present, Absent + Unknown, zeros_like(Unknown));

    /// <summary>From +1 (holds), -1 (does not) and 0 (unknown) [B, C].</summary>
    public static Observations Of(Tensor signs) =>
        new(signs.eq(1).to_type(ScalarType.Float32), signs.eq(-1).to_type(ScalarType.Float32), signs.eq(0).to_type(ScalarType.Float32));
}
