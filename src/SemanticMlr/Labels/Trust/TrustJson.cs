using System.Text.Json.Serialization;

namespace SemanticMlr.Labels.Trust;

/// <summary>The JSON of texts inside keys and signatures.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TrustJson : JsonSerializerContext;
