using System.Text.Json;
using System.Text.Json.Serialization;
using SemanticMlr.Imaging;

namespace SemanticMlr.Datasets;

/// <summary>One line of a data set: an image, or a part of one, and what is known of it.</summary>
public sealed record DatasetRecord
{
    /// <summary>Path of the image, relative to the data set's file.</summary>
    [JsonRequired]
    public string Image { get; init; } = "";

    /// <summary>Columns of the image, in pixels.</summary>
    [JsonRequired]
    public int Width { get; init; }

    /// <summary>Rows of the image, in pixels.</summary>
    [JsonRequired]
    public int Height { get; init; }

    /// <summary>The ids of all labels that hold, or null where <see cref="Boxes"/> say it.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Where labels lie, or null.</summary>
    public IReadOnlyList<LabelledBox>? Boxes { get; init; }

    /// <summary>Labels of which nothing is known; <c>*</c> means all that are not listed.</summary>
    public IReadOnlyList<string> Unknown
    {
        // The generated reader sets what a line leaves out to null, past the initial value.
        get => field ?? [];
        init;
    }

    /// <summary>The part of the image that the record speaks of, or null for all of it.</summary>
    public PixelRectangle? Region { get; init; }

    /// <summary>Fields that only the source knows, as <c>clip</c> and <c>frame</c>; kept when a data set is rewritten.</summary>
    [JsonExtensionData]
#pragma warning disable CA2227 // the reader cannot bind such a member to an initialiser
    public Dictionary<string, JsonElement>? Other { get; set; }
#pragma warning restore CA2227

    /// <summary>The sequence that the image comes from (its field <c>clip</c>, a name or a number), or null: neighbours are alike, so splits keep them together.</summary>
    public string? ClipName() => Other is not null && Other.TryGetValue("clip", out var clip) && clip.ToString() is { Length: > 0 } name ? name : null;

    /// <summary>The labels that the record speaks of, by labels or boxes.</summary>
    public IEnumerable<string> Names() => (Labels ?? []).Concat((Boxes ?? []).Select(box => box.Label));
}
