using SemanticMlr.Bundles;
using SemanticMlr.Inference;

namespace SemanticMlr.Recognition;

/// <summary>Which forms of the image encoder to try on a provider, best first.</summary>
internal static class EncoderChoice
{
    /// <summary>Forms measured on this provider as faster than fp32 and good enough, the fastest first; then fp32.</summary>
    /// <remarks>A form of another precision that was not measured on this provider, or was found wanting, is never taken.</remarks>
    public static IReadOnlyList<EncoderEntry> InOrder(IReadOnlyList<EncoderEntry> encoders, DeviceMeasurements measured, ExecutionProvider provider) =>
        [.. Fitting(encoders, measured, provider).Where(entry => entry.Precision == EncoderPrecision.Fp32 || Worth(entry, measured, provider) > 0)];

    /// <summary>Every form made for this provider, in the same order; those that must not be taken come last.</summary>
    public static IReadOnlyList<EncoderEntry> Fitting(IReadOnlyList<EncoderEntry> encoders, DeviceMeasurements measured, ExecutionProvider provider) =>
        [.. encoders
            .Where(entry => entry.Target == EncoderTarget.Any || entry.Target == ProviderTarget.Of(provider))
            .OrderByDescending(entry => Worth(entry, measured, provider))
            .ThenBy(entry => entry.Precision)
            .ThenByDescending(entry => entry.Target != EncoderTarget.Any)];

    private static double Worth(EncoderEntry entry, DeviceMeasurements measured, ExecutionProvider provider) =>
        entry.Precision == EncoderPrecision.Fp32 ? 1 : measured.Of(entry, provider.ToString()) is { IsWorthIt: true } worth ? worth.SpeedUp : 0;
}
