using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Bundles;

namespace SemanticMlr.Training.Quantisation;

/// <summary>The JSON of reports: camelCase, enumerations in lower case.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters =
    [
        typeof(LowerCaseEnumConverter<CalibrationMethod>),
        typeof(LowerCaseEnumConverter<EncoderPrecision>),
        typeof(LowerCaseEnumConverter<EncoderTarget>),
    ])]
[JsonSerializable(typeof(DeviceMeasurementReport))]
[JsonSerializable(typeof(QuantisationReport))]
public sealed partial class QuantisationJson : JsonSerializerContext;
