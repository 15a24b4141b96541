using System.Text.Json.Serialization;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Recipes.VisionLanguage;

/// <summary>Trains image encoder, text encoder and heads from nothing on a rendered scene whose labels are phrases of a grammar.</summary>
public sealed record VisionLanguageRecipe
{
    /// <summary>The value of <c>kind</c> in such a recipe.</summary>
    public const string KindName = "vision-language";

    /// <summary>The schema of the file.</summary>
    [JsonRequired]
    public int Schema { get; init; } = Recipe.CurrentSchema;

    /// <summary>What kind of recipe this is: <see cref="KindName"/>.</summary>
    [JsonRequired]
    public string Kind { get; init; } = KindName;

    /// <summary>Name of the bundle, as <c>line-sim</c>.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>Version of the bundle; rises by one with every change.</summary>
    [JsonRequired]
    public int Version { get; init; }

    /// <summary>The scene, which must have a grammar: <c>line</c>.</summary>
    [JsonRequired]
    public string Scene { get; init; } = "";

    /// <summary>Seeds the pictures: 0 to 499,999. Seeds from there up to a million choose and calibrate, those above test.</summary>
    [JsonRequired]
    public long SceneSeed { get; init; }

    /// <summary>Seeds the weights and what a step draws.</summary>
    [JsonRequired]
    public int Seed { get; init; }

    /// <summary>Threads of a step: 1 to 256. Sums run in another order with another count, so it belongs to the recipe.</summary>
    [JsonRequired]
    public int Threads { get; init; }

    /// <summary>Size of the encoder's input, a whole picture in colour.</summary>
    [JsonRequired]
    public ImageRecipe Image { get; init; } = new();

    /// <summary>Length D of the joint embedding: 4 to 1,024.</summary>
    [JsonRequired]
    public int Dimension { get; init; }

    /// <summary>Widths and depths of the image encoder.</summary>
    [JsonRequired]
    public EncoderRecipe Encoder { get; init; } = new();

    /// <summary>Patches a side that become one: 1 to 16.</summary>
    public int PatchPool { get; init; } = 1;

    /// <summary>The text encoder and its tokenizer.</summary>
    [JsonRequired]
    public TextRecipe Text { get; init; } = new();

    /// <summary>The heads, which train together; those with <c>graph</c> share one label graph.</summary>
    [JsonRequired]
    public IReadOnlyList<HeadDesignRecipe> Heads { get; init; } = [];

    /// <summary>The head used where none is named; it must not be <c>sigrl</c>, whose score no threshold fits.</summary>
    [JsonRequired]
    public string DefaultHead { get; init; } = "";

    /// <summary>Weight of the contrast between captions and pictures (Radford et al. 2021, figure 3): 0 to 100.</summary>
    [JsonRequired]
    public double Contrast { get; init; }

    /// <summary>How many phrases a step scores besides those that hold, for the head <c>sigrl</c>, whose cost rises with them: 1 to 2,000.</summary>
    public int RankedPhrases { get; init; } = 32;

    /// <summary>How long and how fast.</summary>
    [JsonRequired]
    public StepScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Ids of the phrases that make up the bundle's default list.</summary>
    [JsonRequired]
    public IReadOnlyList<string> DefaultLabels { get; init; } = [];

    /// <summary>Phrases that hold on no picture; they teach the text encoder that an unrelated text has no match.</summary>
    [JsonRequired]
    public IReadOnlyList<string> Distractors { get; init; } = [];

    /// <summary>SPDX expression of the licence of the weights.</summary>
    [JsonRequired]
    public string Licence { get; init; } = "";

    /// <summary>Patches P that leave the encoder.</summary>
    [JsonIgnore]
    public int PatchCount => Image.PatchesPerSide / PatchPool * (Image.PatchesPerSide / PatchPool);
}
