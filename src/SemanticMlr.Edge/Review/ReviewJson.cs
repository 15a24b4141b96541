using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Edge.Review;

/// <summary>The JSON of the review folder.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredReview))]
[JsonSerializable(typeof(ReviewAnswer))]
internal sealed partial class ReviewJson : JsonSerializerContext;
