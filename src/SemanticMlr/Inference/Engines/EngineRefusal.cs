namespace SemanticMlr.Inference.Engines;

/// <summary>What lies in the place of an engine that gave other numbers than the golden ones: the same ingredients would give the same engine again, after the same minutes.</summary>
internal sealed record EngineRefusal
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "refused.json";

    /// <summary>The schema that this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The schema of the file.</summary>
    public required int Schema { get; init; }

    /// <summary>When it was refused, UTC.</summary>
    public required DateTimeOffset Refused { get; init; }

    /// <summary>The encoder's file, for people.</summary>
    public required string Encoder { get; init; }

    /// <summary>What it was made of.</summary>
    public required EngineKey Key { get; init; }

    /// <summary>SHA-256 of the golden set that it was measured against.</summary>
    public required string Golden { get; init; }

    /// <summary>Which golden number was missed, and by how much.</summary>
    public required string Reason { get; init; }
}
