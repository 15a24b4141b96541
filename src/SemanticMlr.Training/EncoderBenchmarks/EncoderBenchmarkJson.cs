using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Bundles;
using SemanticMlr.Training.Rooflines;

namespace SemanticMlr.Training.EncoderBenchmarks;

/// <summary>The JSON of reports: camelCase, enumerations in lower case.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(LowerCaseEnumConverter<EncoderPrecision>)])]
[JsonSerializable(typeof(EncoderBenchmarkReport))]
[JsonSerializable(typeof(RooflineReport))]
public sealed partial class EncoderBenchmarkJson : JsonSerializerContext;
