using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Datasets;

/// <summary>The JSON of data sets: camelCase, unknown members ignored.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DatasetRecord))]
public sealed partial class DatasetJson : JsonSerializerContext;
