using System.Globalization;
using System.Text;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.VisionLanguage;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the first card of a bundle: what is known of the run. What it is for, and where it fails, its author adds.</summary>
internal static class VisionLanguageCard
{
    public static string Of(VisionLanguageRecipe recipe, VisionLanguageResult result)
    {
        var text = new StringBuilder();
        Line($"# {recipe.Name}, version {recipe.Version}");
        Line($"");
        Line($"Trained by `mlr train` on pictures drawn by `sim:{recipe.Scene}`: a simulation, so nothing here says anything about a real line.");
        Line($"Seed {result.Seed}, {result.Steps} steps of {recipe.Schedule.Batch} pictures, {result.Seconds:F0} s; recipe SHA-256 `{result.RecipeSha256}`. Licence: {recipe.Licence}.");
        Line($"");
        Line($"## Figures");
        Line($"mAP on pictures that did not train: {result.Seen} phrases trained on, {result.Unseen} held out, all ranked together.");
        Line($"");
        Line($"| head | seen | unseen |");
        Line($"|---|---|---|");
        foreach (var figures in result.Validation)
        {
            Line($"| {figures.Head} | {figures.Seen:F3} | {figures.Unseen:F3} |");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
