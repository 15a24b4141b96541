using System.Globalization;
using System.Text;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the first card of a head's bundle: what is known of the run. What it is for, and where it fails, its author adds.</summary>
internal static class HeadCard
{
    public static string Of(HeadRecipe recipe, HeadResult result)
    {
        var text = new StringBuilder();
        var encoder = recipe.Encoder.Frozen is { } frozen ? $"frozen encoder `{frozen.File}` at {frozen.Image.Size} pixels with a trained projection" : "encoder trained with the head";
        Line($"# {recipe.Name}, version {recipe.Version}");
        Line($"");
        Line($"Head `{recipe.Head.Kind}`{(recipe.Head.Graph ? " with label graph" : "")} on a {encoder}. Trained by `mlr train` on {result.TrainingSamples} samples of `{recipe.Data.Train}` (labels known: {recipe.Data.Keep}), seed {result.Seed}, {result.Seconds:F0} s; pass {result.BestPass} of {result.Passes} taken; recipe SHA-256 `{result.RecipeSha256}`.");
        Line($"Licence: {recipe.Licence}. Mind the licences of the encoder and of the data.");
        Line($"");
        Line($"## Figures");
        Line($"On samples that were not trained on and chose nothing ({(recipe.Data.Test is { } test ? $"`{test}`" : "held-out groups of the same data set")}).");
        foreach (var (labels, figures) in result.Figures)
        {
            Line($"");
            Line($"### Labels: {labels}");
            Line($"mAP {figures.Map:F3} on {figures.Samples} samples{(figures.MicroF1 is { } f1 ? $", micro-F1 {f1.ToString("F3", CultureInfo.InvariantCulture)}" : "")}, F1@3 {figures.F1At3:F3}, F1@5 {figures.F1At5:F3}.");
            Line($"");
            Line($"| label | average precision |");
            Line($"|---|---|");
            foreach (var (label, value) in figures.Ap)
            {
                Line($"| `{label}` | {value?.ToString("F3", CultureInfo.InvariantCulture) ?? "no positive"} |");
            }
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
