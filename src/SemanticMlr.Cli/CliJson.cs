using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SemanticMlr.Cli.Commands;
using SemanticMlr.Cli.Trials;
using SemanticMlr.Edge.Labels;
using SemanticMlr.Labels;
using SemanticMlr.Training.HeadChecks;

namespace SemanticMlr.Cli;

/// <summary>The JSON that <c>--json</c> prints: camelCase, one line.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditVerdict))]
[JsonSerializable(typeof(BundleDescription))]
[JsonSerializable(typeof(BundleVerdict))]
[JsonSerializable(typeof(HeadBenchReport))]
[JsonSerializable(typeof(HeadCheckReport))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, long>))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(LabelListDifference))]
[JsonSerializable(typeof(MaskReport))]
[JsonSerializable(typeof(TokenizeReport))]
[JsonSerializable(typeof(TrialReport))]
internal sealed partial class CliJson : JsonSerializerContext;
