using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Inference.Engines;

/// <summary>The JSON of manifests, refusals and keys.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EngineManifest))]
[JsonSerializable(typeof(EngineRefusal))]
[JsonSerializable(typeof(EngineKey))]
internal sealed partial class EngineJson : JsonSerializerContext;
