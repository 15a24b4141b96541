using System.Collections.Concurrent;
using System.Text;
using NJsonSchema;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Support;

/// <summary>The published schemas, by topic.</summary>
internal static class Schemas
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Loaded = new();

    /// <summary>What the schema of a topic (below the root) says against a payload.</summary>
    public static IReadOnlyList<string> FaultsOf(string below, byte[] payload)
    {
        var levels = below.Split('/');
        return levels switch
        {
            ["cmd", ..] => [],
            ["state"] => Validate("state.json", payload),
            ["labels"] => Validate("labels.json", payload),
            ["health"] => Validate("health.json", payload),
            ["camera", _, "state"] => Validate("camera-state.json", payload),
            ["camera", _, "detections"] => Validate("detections.json", payload),
            ["camera", _, "review"] => Validate("review.json", payload),
            _ => [$"no schema is known for the topic {below}"],
        };
    }

    /// <summary>What one schema says against a payload.</summary>
    public static IReadOnlyList<string> Validate(string file, byte[] payload)
    {
        var schema = Loaded.GetOrAdd(file, _ => JsonSchema.FromFileAsync(Repository.PathOf("config", "schema", file)).GetAwaiter().GetResult());
        var text = Encoding.UTF8.GetString(payload);
        return [.. schema.Validate(text).Select(error => $"{error.Path}: {error.Kind} in {text}")];
    }
}
