using System.Globalization;
using System.Text.Json;
using SemanticMlr.Storage;

namespace SemanticMlr.Inference.Engines;

/// <summary>What lies in the place of an engine that gave other numbers than the golden ones: the same ingredients would give the same engine again, after the same minutes.</summary>
internal sealed record EngineRefusal
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "refused.json";

    private const int CurrentSchema = 1;

    /// <summary>The schema of the file.</summary>
    public int Schema { get; init; } = CurrentSchema;

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

    /// <summary>Writes the file, in a folder that is made where it is missing.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        DurableFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, EngineJson.Default.EngineRefusal));
    }

    /// <summary>Why what lies in a folder was refused, and what to do to have it built anew; null where nothing is said against these ingredients and this golden set.</summary>
    public static string? ReasonIn(string folder, EngineKey key, string golden)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(file)
                && JsonSerializer.Deserialize(File.ReadAllBytes(file), EngineJson.Default.EngineRefusal) is { Schema: CurrentSchema } refusal
                && refusal.Key.Id() == key.Id() && refusal.Golden == golden
                    ? string.Create(CultureInfo.InvariantCulture, $"{refusal.Reason} (refused on {refusal.Refused:yyyy-MM-dd}, so not built again; remove {folder} to have it built anew)")
                    : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // it is built, and refused again where it deserves that
        }
    }
}
