using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SemanticMlr.Bundles;

/// <summary>The content of <c>bundle.json</c>: what a model is made of and what it expects.</summary>
public sealed record BundleManifest
{
    /// <summary>The schema this code reads and writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The file name of the manifest inside a bundle's folder.</summary>
    public const string FileName = "bundle.json";

    /// <summary>The schema of the file.</summary>
    [JsonRequired]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the bundle, as <c>pcb-defects</c>.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>Rises by one with every change of the bundle.</summary>
    [JsonRequired]
    public int Version { get; init; }

    /// <summary>What the image encoder expects.</summary>
    [JsonRequired]
    public ImageSpecification Image { get; init; } = new();

    /// <summary>The forms of the image encoder; at least one.</summary>
    [JsonRequired]
    public IReadOnlyList<EncoderEntry> Encoders { get; init; } = [];

    /// <summary>How label texts become embeddings.</summary>
    [JsonRequired]
    public TextSpecification Text { get; init; } = new();

    /// <summary>The graph over labels (GMC), or null where no head needs one.</summary>
    public BundleFile? Graph { get; init; }

    /// <summary>The heads by name; at least one.</summary>
    [JsonRequired]
    public IReadOnlyDictionary<string, HeadEntry> Heads { get; init; } = new Dictionary<string, HeadEntry>();

    /// <summary>The head used where none is named.</summary>
    [JsonRequired]
    public string DefaultHead { get; init; } = "";

    /// <summary>Length D of the joint embedding.</summary>
    [JsonRequired]
    public int Dimension { get; init; }

    /// <summary>The default label list.</summary>
    [JsonRequired]
    public BundleFile Labels { get; init; } = new();

    /// <summary>Further label lists by name, as <c>seen</c> and <c>unseen</c>.</summary>
    public IReadOnlyDictionary<string, BundleFile> LabelSets { get; init; } = new Dictionary<string, BundleFile>();

    /// <summary>The words of the training texts, one a line, or null.</summary>
    public BundleFile? Words { get; init; }

    /// <summary>Inputs and the outputs that they must give.</summary>
    [JsonRequired]
    public BundleFile Golden { get; init; } = new();

    /// <summary>SPDX expression of the licence of the weights.</summary>
    [JsonRequired]
    public string Licence { get; init; } = "";

    /// <summary>Where the weights come from: data, recipe, seed, figures. Free form; shown, never interpreted.</summary>
    public JsonObject? Provenance { get; init; }
}
