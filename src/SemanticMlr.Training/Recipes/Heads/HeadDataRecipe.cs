using System.Text.Json.Serialization;
using SemanticMlr.Imaging;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>The data of a head's run.</summary>
public sealed record HeadDataRecipe
{
    /// <summary>The value of <see cref="Keep"/> that hides nothing.</summary>
    public const string All = "all";

    /// <summary>The data set that is trained on.</summary>
    [JsonRequired]
    public string Train { get; init; } = "";

    /// <summary>The data set that is measured on at the end, or null where <see cref="TestGroups"/> name a part of the training set.</summary>
    public string? Test { get; init; }

    /// <summary>The groups of the training set that are measured on and never trained on.</summary>
    public IReadOnlyList<string> TestGroups { get; init; } = [];

    /// <summary>The grid whose tiles are the samples, or null for whole images.</summary>
    public GridSize? Grid { get; init; }

    /// <summary>Leading characters of an image's file name that name its group: 0 to 64; 0 where the records' <c>clip</c> says it, and else every image is its own.</summary>
    public int GroupPrefix { get; init; }

    /// <summary>Share of the groups left for training that choose the best pass, with all of their labels: 0 to 0.9; 0 takes the last pass.</summary>
    [JsonRequired]
    public double Validation { get; init; }

    /// <summary>What is known of the training samples: <c>all</c>, <c>single</c> (one positive each), or the share of cells, as <c>0.3</c>.</summary>
    public string Keep { get; init; } = All;
}
