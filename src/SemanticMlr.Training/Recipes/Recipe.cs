using System.Text.Json.Serialization;
using SemanticMlr.Imaging;

namespace SemanticMlr.Training.Recipes;

/// <summary>Everything that decides what a training run gives, apart from the images: read from JSON, checked whole.</summary>
public sealed record Recipe
{
    /// <summary>The schema this code reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The schema of the file.</summary>
    [JsonRequired]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Name of the bundle, as <c>pcb-defects</c>.</summary>
    [JsonRequired]
    public string Name { get; init; } = "";

    /// <summary>Version of the bundle; rises by one with every change.</summary>
    [JsonRequired]
    public int Version { get; init; }

    /// <summary>The data set with boxes, relative to the recipe's folder.</summary>
    [JsonRequired]
    public string Data { get; init; } = "";

    /// <summary>Simulated pictures mixed into the real ones, or null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SimulationRecipe? Simulation { get; init; }

    /// <summary>
    /// What is known of the training images, whose tiles lose labels on purpose: null or <c>all</c> for everything, <c>single</c> for one present label a tile, or the
    /// share of the cells, as <c>0.3</c>. Boxes of a hidden label are not shown to training, which then takes their places for free of it. Boards held out keep everything.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Keep { get; init; }

    /// <summary>Leading characters of an image's file name that name its board: 1 to 64. Boards are held out whole.</summary>
    [JsonRequired]
    public int GroupPrefix { get; init; }

    /// <summary>Seeds the weights and the crops.</summary>
    [JsonRequired]
    public int Seed { get; init; }

    /// <summary>Threads of a step: 1 to 256. Sums run in another order with another count, so it belongs to the recipe.</summary>
    [JsonRequired]
    public int Threads { get; init; }

    /// <summary>The grid whose tiles the model will judge.</summary>
    [JsonRequired]
    public GridSize Grid { get; init; }

    /// <summary>Size and context of the encoder's input.</summary>
    [JsonRequired]
    public ImageRecipe Image { get; init; } = new();

    /// <summary>Length D of the joint embedding: 4 to 1,024.</summary>
    [JsonRequired]
    public int Dimension { get; init; }

    /// <summary>Patches that the local score averages: 1 to 1,024.</summary>
    [JsonRequired]
    public int TopK { get; init; }

    /// <summary>Widths and depths of the image encoder.</summary>
    [JsonRequired]
    public EncoderRecipe Encoder { get; init; } = new();

    /// <summary>The text encoder and its tokenizer.</summary>
    [JsonRequired]
    public TextRecipe Text { get; init; } = new();

    /// <summary>How crops vary.</summary>
    [JsonRequired]
    public AugmentationRecipe Augmentation { get; init; } = new();

    /// <summary>What is minimised.</summary>
    [JsonRequired]
    public LossRecipe Loss { get; init; } = new();

    /// <summary>How long and how fast.</summary>
    [JsonRequired]
    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>The labels in output order: 1 to 200.</summary>
    [JsonRequired]
    public IReadOnlyList<LabelRecipe> Labels { get; init; } = [];

    /// <summary>Phrases that hold for no crop; they teach the text encoder that an unrelated text has no match.</summary>
    [JsonRequired]
    public IReadOnlyList<string> Distractors { get; init; } = [];

    /// <summary>SPDX expression of the licence of the weights.</summary>
    [JsonRequired]
    public string Licence { get; init; } = "";
}
