using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>Which forms of the image encoder to try on a provider, best first.</summary>
internal static class EncoderChoice
{
    /// <summary>A form that loses more mAP than this, in points, is never preferred to fp32.</summary>
    public const double WorstMapChange = -0.5;

    /// <summary>Forms measured on this provider as faster than fp32 and good enough, the fastest first; then fp32; then what was not measured.</summary>
    /// <remarks>A form that was measured and found wanting comes last: better than nothing where a bundle has no other.</remarks>
    public static IReadOnlyList<EncoderEntry> InOrder(IReadOnlyList<EncoderEntry> encoders, ExecutionProvider provider) =>
        [.. encoders
            .Where(entry => entry.Target == EncoderTarget.Any || entry.Target == TargetOf(provider))
            .OrderByDescending(entry => Worth(entry, provider))
            .ThenBy(entry => entry.Precision)
            .ThenByDescending(entry => entry.Target != EncoderTarget.Any)];

    private static double Worth(EncoderEntry entry, ExecutionProvider provider) => entry switch
    {
        { Precision: EncoderPrecision.Fp32 } => 1,
        { Measured: { } measured } when string.Equals(measured.Provider, provider.ToString(), StringComparison.OrdinalIgnoreCase) =>
            measured.MapChange >= WorstMapChange && measured.SpeedUp > 1 ? measured.SpeedUp : -1,
        _ => 0,
    };

    private static EncoderTarget TargetOf(ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.TensorRt => EncoderTarget.TensorRt,
        ExecutionProvider.Cuda => EncoderTarget.Cuda,
        _ => EncoderTarget.Cpu,
    };
}
