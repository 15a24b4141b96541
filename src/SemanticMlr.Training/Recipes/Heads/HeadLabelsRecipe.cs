namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>Where labels and their vectors come from: <see cref="Items"/> alone (vectors are trained), or <see cref="Names"/> with <see cref="Vectors"/>.</summary>
public sealed record HeadLabelsRecipe
{
    /// <summary>The labels in output order, or empty where a file names them.</summary>
    public IReadOnlyList<HeadLabelRecipe> Items { get; init; } = [];

    /// <summary>A JSON file of <c>[{"id", "text"}]</c>, or null.</summary>
    public string? Names { get; init; }

    /// <summary>The text vectors of those names, float32 [C, D] in NumPy's format, or null.</summary>
    public string? Vectors { get; init; }

    /// <summary>The text encoder that made the vectors; lists that bring their own vectors must name it. Null where vectors are trained.</summary>
    public string? Encoder { get; init; }

    /// <summary>The ids trained on, or empty for all; the others are measured as unseen.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>The ids that are measured as unseen, or empty for all that are not seen.</summary>
    public IReadOnlyList<string> Unseen { get; init; } = [];

    /// <summary>Takes the mean of all vectors away and makes them length 1, inside head and graph: raw CLIP vectors all point one way.</summary>
    public bool Centre { get; init; }
}
