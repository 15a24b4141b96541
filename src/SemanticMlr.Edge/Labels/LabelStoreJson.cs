using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Edge.Labels;

/// <summary>The JSON of the store and of the audit log.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LabelStoreState))]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class LabelStoreJson : JsonSerializerContext;
