using System.Text.Json;
using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>Writes an enumeration as one lower-case word, as <c>tensorrt</c>.</summary>
public sealed class LowerCaseEnumConverter<T>() : JsonStringEnumConverter<T>(new Policy(), allowIntegerValues: false)
    where T : struct, Enum
{
    private sealed class Policy : JsonNamingPolicy
    {
        public override string ConvertName(string name)
        {
            ArgumentNullException.ThrowIfNull(name);
#pragma warning disable CA1308 // the contract's words are lower case
            return name.ToLowerInvariant();
#pragma warning restore CA1308
        }
    }
}
