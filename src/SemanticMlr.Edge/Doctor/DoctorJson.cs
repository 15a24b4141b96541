using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Bundles;

namespace SemanticMlr.Edge.Doctor;

/// <summary>The JSON of findings: camelCase, one line.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(LowerCaseEnumConverter<Verdict>)])]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class DoctorJson : JsonSerializerContext;
