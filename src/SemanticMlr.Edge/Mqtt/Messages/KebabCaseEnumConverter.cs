using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Edge.Mqtt.Messages;

/// <summary>Names of enumerations as <c>building-engine</c>.</summary>
internal sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
