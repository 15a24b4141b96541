using System.Text.Json;
using SemanticMlr.Labels;

namespace SemanticMlr.Training.Recipes;

/// <summary>The default label list of a recipe's bundle.</summary>
internal static class DefaultLabels
{
    /// <summary>The list as JSON.</summary>
    public static byte[] Of(Recipe recipe) => Of(recipe.Name, recipe.Version, recipe.Labels);

    /// <summary>What keeps a bundle with these labels from being opened; empty where nothing does.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<LabelRecipe> labels)
    {
        try
        {
            LabelListReader.Parse(Of("recipe", 1, labels), "labels");
            return [];
        }
        catch (LabelListException exception)
        {
            return exception.Faults;
        }
    }

    private static byte[] Of(string id, int version, IReadOnlyList<LabelRecipe> labels)
    {
        var list = new LabelList
        {
            Id = id,
            Version = version,
            Labels = [.. labels.Select(label => new LabelDefinition { Id = label.Id, Text = label.Text, Aliases = label.Phrases, Severity = label.Severity })],
        };
        return JsonSerializer.SerializeToUtf8Bytes(list, LabelListJson.Default.LabelList);
    }
}
