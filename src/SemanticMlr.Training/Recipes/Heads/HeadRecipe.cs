using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>Everything that decides how a head is trained on an image encoder: read from JSON, checked whole. Paths lie relative to the data root.</summary>
public sealed record HeadRecipe
{
    /// <summary>The value of <see cref="Kind"/> that tells such a recipe from that of an encoder with its text side.</summary>
    public const string KindName = "head";

    /// <summary>The schema of the file.</summary>
    [JsonRequired]
    public int Schema { get; init; } = Recipe.CurrentSchema;

    /// <summary><c>head</c>.</summary>
    [JsonRequired]
    public string Kind { get; init; } = KindName;

    /// <summary>Name of the bundle, as <c>construction-site</c>.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>Version of the bundle; rises by one with every change.</summary>
    [JsonRequired]
    public int Version { get; init; }

    /// <summary>What is trained on, chosen by, and measured on.</summary>
    [JsonRequired]
    public HeadDataRecipe Data { get; init; } = new();

    /// <summary>The labels and their vectors.</summary>
    [JsonRequired]
    public HeadLabelsRecipe Labels { get; init; } = new();

    /// <summary>The image encoder: frozen with cached features, or trained along.</summary>
    [JsonRequired]
    public HeadEncoderRecipe Encoder { get; init; } = new();

    /// <summary>Length D of the joint embedding: 4 to 1,024; that of the label vectors where those are given.</summary>
    [JsonRequired]
    public int Dimension { get; init; }

    /// <summary>The head and the label graph.</summary>
    [JsonRequired]
    public HeadDesignRecipe Head { get; init; } = new();

    /// <summary>What is minimised.</summary>
    [JsonRequired]
    public HeadLossRecipe Loss { get; init; } = new();

    /// <summary>How long and how fast.</summary>
    [JsonRequired]
    public HeadScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Seeds weights, order, dropout, mask and split: 0 or more.</summary>
    [JsonRequired]
    public int Seed { get; init; }

    /// <summary>Threads of a step: 1 to 256. Sums run in another order with another count, so it belongs to the recipe.</summary>
    [JsonRequired]
    public int Threads { get; init; }

    /// <summary>SPDX expression of the licence of the weights.</summary>
    [JsonRequired]
    public string Licence { get; init; } = "";
}
