using SemanticMlr.Bundles;

namespace SemanticMlr.Cli.Commands;

/// <summary>A form of the image encoder, with what was measured of it.</summary>
/// <param name="Precision">The number format.</param>
/// <param name="Target">The provider that it was made for.</param>
/// <param name="File">Its file.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Measured">What was measured, or null.</param>
/// <param name="Use">When the agent takes it.</param>
internal sealed record EncoderDescription(string Precision, string Target, string File, long Bytes, EncoderMeasurement? Measured, string Use)
{
    public static EncoderDescription Of(Bundle bundle, EncoderEntry entry) => new(
        entry.Precision.ToString(),
        entry.Target.ToString(),
        entry.File,
        new FileInfo(bundle.PathOf(entry)).Length,
        entry.Measured,
        entry switch
        {
            { Precision: EncoderPrecision.Fp32 } => "where nothing better is",
            { Measured: null } => "never: not measured",
            { Measured.IsWorthIt: true } => $"on {entry.Measured.Provider}, before fp32",
            { Measured.MapChange: < EncoderMeasurement.WorstMapChange } => "never: loses too much",
            _ => "never: not faster",
        });
}
