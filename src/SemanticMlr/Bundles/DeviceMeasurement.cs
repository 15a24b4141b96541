namespace SemanticMlr.Bundles;

/// <summary>What a form of an image encoder is worth on this device.</summary>
/// <param name="Encoder">SHA-256 of the form's file.</param>
/// <param name="Measured">What was measured; a newer measurement on the same provider takes its place.</param>
public sealed record DeviceMeasurement(string Encoder, EncoderMeasurement Measured);
