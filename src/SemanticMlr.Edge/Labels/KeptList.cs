namespace SemanticMlr.Edge.Labels;

/// <summary>A list in the store.</summary>
internal sealed record KeptList
{
    /// <summary>Id of the list.</summary>
    public required string ListId { get; init; }

    /// <summary>Version of the list.</summary>
    public required int Version { get; init; }

    /// <summary>The file with the list as it came, a signature included.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of that file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The file with its calibration, or null.</summary>
    public string? Calibration { get; init; }

    /// <summary>SHA-256 of that file, or null.</summary>
    public string? CalibrationSha256 { get; init; }

    /// <summary>Id of the key that signed it, or null.</summary>
    public string? Key { get; init; }

    /// <summary>Whether it is the list of the configuration or bundle, which needs no signature.</summary>
    public required bool IsDefault { get; init; }
}
