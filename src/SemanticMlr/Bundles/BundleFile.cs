using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>A file of a bundle and the hash that it must have.</summary>
public record BundleFile
{
    /// <summary>Path relative to the bundle's folder, with forward slashes; never leaves the folder.</summary>
    [JsonRequired]
    public string File { get; init; } = "";

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits.</summary>
    [JsonRequired]
    public string Sha256 { get; init; } = "";
}
