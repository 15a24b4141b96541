using System.Text.Json.Serialization;

namespace SemanticMlr.Training.Recipes.Heads;

/// <summary>A label.</summary>
/// <param name="Id">Stable name; data sets carry it.</param>
/// <param name="Text">The text of the bundle's default list.</param>
public sealed record HeadLabelRecipe([property: JsonRequired] string Id, [property: JsonRequired] string Text);
