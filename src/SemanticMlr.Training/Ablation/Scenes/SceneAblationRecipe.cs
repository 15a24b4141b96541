using System.Text.Json.Serialization;
using SemanticMlr.Training.Recipes.VisionLanguage;

namespace SemanticMlr.Training.Ablation.Scenes;

/// <summary>What is compared: heads on encoders that are trained along on a rendered scene, several seeds each.</summary>
public sealed record SceneAblationRecipe
{
    /// <summary>The value of <c>kind</c> in such a recipe.</summary>
    public const string KindName = "scene-ablation";

    /// <summary>What kind of recipe this is: <see cref="KindName"/>.</summary>
    [JsonRequired]
    public string Kind { get; init; } = KindName;

    /// <summary>The schema of the file.</summary>
    [JsonRequired]
    public int Schema { get; init; }

    /// <summary>A recipe of the kind <c>vision-language</c>, relative to this file. Seed, heads, threads and schedule are replaced.</summary>
    [JsonRequired]
    public string Recipe { get; init; } = "";

    /// <summary>Threads of a step: several runs side by side, of one thread each, use a processor better than one run of several.</summary>
    [JsonRequired]
    public int Threads { get; init; }

    /// <summary>The budget of every arm.</summary>
    [JsonRequired]
    public StepScheduleRecipe Schedule { get; init; } = new();

    /// <summary>The seeds: weights, and what a step draws. All see the same pictures.</summary>
    [JsonRequired]
    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Test pictures: 1 to 100,000.</summary>
    [JsonRequired]
    public int Pictures { get; init; }

    /// <summary>The arms.</summary>
    [JsonRequired]
    public IReadOnlyList<SceneArm> Arms { get; init; } = [];

    /// <summary>Pairs of heads whose difference is reported: the first less the second.</summary>
    [JsonRequired]
    public IReadOnlyList<AblationPair> Differences { get; init; } = [];

    /// <summary>All names that a table holds.</summary>
    [JsonIgnore]
    public IEnumerable<string> Names => Arms.SelectMany(arm => arm.Heads.Select(head => arm.NameOf(head.Kind))).Append(BaselineCell.Chance);
}
