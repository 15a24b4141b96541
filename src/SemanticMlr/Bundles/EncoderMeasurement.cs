using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>What one encoder form is worth, measured against the fp32 form on one machine.</summary>
/// <param name="MapChange">Change of mAP in points (0..100 scale); negative is worse.</param>
/// <param name="SpeedUp">Time of fp32 divided by the time of this form, in one run.</param>
/// <param name="Cosine">Mean cosine between the embeddings of both forms.</param>
/// <param name="Provider">The execution provider of the measurement.</param>
/// <param name="Processor">The processor of the measurement.</param>
/// <param name="MicroF1Change">Change of micro-F1 in points at the thresholds of the fp32 form, or null where it was not measured.</param>
/// <param name="CosineFirstPercentile">First percentile of the cosine between the embeddings of both forms, or null where it was not measured.</param>
public sealed record EncoderMeasurement(
    double MapChange,
    double SpeedUp,
    double Cosine,
    string Provider,
    string Processor,
    double? MicroF1Change = null,
    double? CosineFirstPercentile = null)
{
    /// <summary>A form that loses more mAP than this, in points, is never used in place of fp32.</summary>
    public const double WorstMapChange = -0.5;

    /// <summary>Whether the form may take the place of fp32 on the provider of the measurement: good enough, and faster.</summary>
    [JsonIgnore]
    public bool IsWorthIt => MapChange >= WorstMapChange && SpeedUp > 1;

    /// <summary>Whether the measurement speaks of a provider.</summary>
    /// <param name="provider">Its name, as <c>Cpu</c>.</param>
    public bool IsOn(string provider) => string.Equals(Provider, provider, StringComparison.OrdinalIgnoreCase);
}
