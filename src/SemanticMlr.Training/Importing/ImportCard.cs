using System.Globalization;
using System.Text;

namespace SemanticMlr.Training.Importing;

/// <summary>Writes the first card of an imported bundle: what was found and what is not known.</summary>
internal static class ImportCard
{
    public static string Of(ClipImportResult result, ClipImportOptions options)
    {
        var text = new StringBuilder();
        Line($"# {result.Bundle}");
        Line($"");
        Line($"Imported by `mlr import-clip` from `{Path.GetFileName(options.Vision)}` (SHA-256 `{result.VisionSha256}`){(options.Text is { } model ? $" and `{Path.GetFileName(model)}` (SHA-256 `{result.TextSha256}`)" : "")}. Weights are untouched; nothing was trained.");
        Line($"Licence: {options.Licence}. Mind that of the weights.");
        Line($"");
        Line($"| what | value |");
        Line($"|---|---|");
        Line($"| image | {result.Size} x {result.Size} pixels; mean and spread: {result.Normalisation} |");
        Line($"| embedding | {result.Dimension} values |");
        Line($"| patches | {(result.GlobalOnly is { } fault ? $"none: {fault}" : $"{result.Patches}, each through the {result.TailNodes} nodes after {result.PickedBy}")} |");
        Line($"| text encoder | `{result.TextEncoder}`, {(result.ContextLength == 0 ? "none on board: labels bring their vectors" : $"{result.ContextLength} tokens")} |");
        Line($"| heads | `clip`: {Number(options.Scale)} x cosine {Number(options.Bias)}{(result.Patches > 0 ? $"; `mkt`: half of it from the mean of the best {Math.Min(options.TopK, result.Patches)} patches" : "")} |");
        Line($"");
        Line($"Golden outputs come from the untouched models, with normalisation on the host.");
        Line($"");
        Line($"## Limits");
        Line($"- No probability means anything before `mlr calibrate` on pictures of the line: scale and shift are defaults.");
        Line($"- Nobody trained patches to match texts; whether `mkt` is better than `clip` shows `mlr eval` on pictures of the line.");
        Line($"- Images are shrunk by area averages; the model's maker used a bicubic filter that differs slightly.");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Number(double value) => value.ToString("+0.###;-0.###;0", CultureInfo.InvariantCulture);
}
