using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>The JSON of bundles: camelCase, enumerations in lower case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(LowerCaseEnumConverter<ColourOrder>),
        typeof(LowerCaseEnumConverter<ImageFit>),
        typeof(LowerCaseEnumConverter<ImageInterpolation>),
        typeof(LowerCaseEnumConverter<EncoderPrecision>),
        typeof(LowerCaseEnumConverter<EncoderTarget>),
    ])]
[JsonSerializable(typeof(BundleManifest))]
[JsonSerializable(typeof(GoldenSet))]
[JsonSerializable(typeof(DeviceMeasurements))]
public sealed partial class BundleJson : JsonSerializerContext;
