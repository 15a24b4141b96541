namespace SemanticMlr.Bundles;

/// <summary>What one encoder form is worth, measured against the fp32 form on one machine.</summary>
/// <param name="MapChange">Change of mAP in points (0..100 scale); negative is worse.</param>
/// <param name="SpeedUp">Time of fp32 divided by the time of this form, in one run.</param>
/// <param name="Cosine">Mean cosine between the embeddings of both forms.</param>
/// <param name="Provider">The execution provider of the measurement.</param>
/// <param name="Processor">The processor of the measurement.</param>
public sealed record EncoderMeasurement(double MapChange, double SpeedUp, double Cosine, string Provider, string Processor);
