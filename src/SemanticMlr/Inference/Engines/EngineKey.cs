using System.Security.Cryptography;
using System.Text.Json;

namespace SemanticMlr.Inference.Engines;

/// <summary>Everything that an engine was made of: where one part differs, it is another engine.</summary>
internal sealed record EngineKey
{
    /// <summary>SHA-256 of the encoder's file.</summary>
    public required string Model { get; init; }

    /// <summary>Versions and GPU.</summary>
    public required EngineEnvironment Environment { get; init; }

    /// <summary>What TensorRT is told: precision, level, memory, and the smallest, usual and largest shapes.</summary>
    public required SortedDictionary<string, string> Settings { get; init; }

    /// <summary>The name of its folder: 32 hexadecimal digits of the SHA-256 of the JSON of this key.</summary>
    public string Id() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, EngineJson.Default.EngineKey)))[..32];
}
