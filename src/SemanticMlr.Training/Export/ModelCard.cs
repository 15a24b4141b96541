using System.Globalization;
using System.Text;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Training.Export;

/// <summary>Writes the first card of a bundle: what is known of the run. What it is for, and where it fails, its author adds.</summary>
internal static class ModelCard
{
    public static string Of(Recipe recipe, TrainingResult result)
    {
        var text = new StringBuilder();
        Line($"# {recipe.Name}, version {recipe.Version}");
        Line($"");
        Line($"Trained by `mlr train` on {result.Images} images, seed {result.Seed}, {result.Steps} steps, {result.Seconds:F0} s; recipe SHA-256 `{result.RecipeSha256}`.");
        Line($"Labels: {string.Join(", ", recipe.Labels.Select(label => $"`{label.Id}`"))}. Licence: {recipe.Licence}.");
        Line($"");
        Line($"## Figures");
        if (result.Mkt is not { } mkt || result.Clip is not { } clip)
        {
            Line($"None: every image was trained on. `mlr train --hold-out GROUP,...` measures the recipe on boards that were never seen.");
            return text.ToString();
        }

        Line($"Tiles of a {recipe.Grid} grid, boards {string.Join(", ", result.HoldOut)} held out (`mlr train --hold-out {string.Join(',', result.HoldOut)}`).");
        Line($"");
        Line($"| head | mAP | {string.Join(" | ", mkt.Ap.Keys)} |");
        Line($"|---|---|{string.Concat(mkt.Ap.Keys.Select(_ => "---|"))}");
        Row("mkt", mkt);
        Row("clip", clip);
        return text.ToString();

        void Row(string head, TileFigures figures) =>
            Line($"| {head} | {figures.Map:F3} | {string.Join(" | ", figures.Ap.Values.Select(value => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "none"))} |");

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
