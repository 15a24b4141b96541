using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Edge.Agent.Demo;

/// <summary>The JSON of the summary.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class RunSummaryJson : JsonSerializerContext;
