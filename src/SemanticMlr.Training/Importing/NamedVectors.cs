using SemanticMlr.Labels;
using SemanticMlr.Training.Features;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Importing;

/// <summary>Makes a label list of names and the vectors that a text encoder gave for them elsewhere.</summary>
public static class NamedVectors
{
    /// <summary>Reads both files.</summary>
    /// <param name="names">A JSON list of <c>{"id", "text"}</c>.</param>
    /// <param name="vectors">An array [C, D] in NumPy's format, a row for each name.</param>
    /// <param name="encoder">Id of the text encoder that the vectors come from.</param>
    /// <param name="id">Id of the list.</param>
    /// <exception cref="RecipeException">A file is missing or damaged, or the numbers of names and rows differ.</exception>
    /// <exception cref="LabelListException">The list that they make has faults.</exception>
    public static LabelList Read(string names, string vectors, string encoder, string id)
    {
        var labels = LabelVectors.Names(names);
        var array = NumPyArray.Read(vectors);
        if (array.Shape is not [var rows, > 0] || rows != labels.Count)
        {
            throw new RecipeException($"{vectors}: has the shape [{string.Join(", ", array.Shape)}]; expected [{labels.Count}, D], a row for each name of {names}.");
        }

        var list = new LabelList { Id = id, Version = 1, Labels = [.. labels.Select(label => new LabelDefinition { Id = label.Id, Text = label.Text })] };
        return ImportedLabels.Checked(ImportedLabels.WithVectors(list, array.Values, encoder), names);
    }
}
