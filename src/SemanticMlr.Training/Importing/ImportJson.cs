using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Importing;

/// <summary>The JSON of an import's result.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ClipImportResult))]
public sealed partial class ImportJson : JsonSerializerContext;
