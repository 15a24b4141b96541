using System.Text.Json.Serialization;

namespace SemanticMlr.Edge.Outbox;

/// <summary>How user properties are kept in the database: names and values in turn.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class OutboxJson : JsonSerializerContext;
