namespace SemanticMlr.Inference.Engines;

/// <summary>What lies beside a finished engine: what it was made of, for people and for the check, and its files.</summary>
internal sealed record EngineManifest
{
    /// <summary>The name of the file. It is written last: a folder without it is half-written.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The schema that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The schema of the file.</summary>
    public required int Schema { get; init; }

    /// <summary>When the engine had been built and given the golden outputs, UTC.</summary>
    public required DateTimeOffset Built { get; init; }

    /// <summary>The encoder's file, for people.</summary>
    public required string Encoder { get; init; }

    /// <summary>What it was made of.</summary>
    public required EngineKey Key { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<EngineFile> Files { get; init; }
}
