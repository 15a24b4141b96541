using System.CommandLine;
using System.Globalization;
using SemanticMlr.Bundles;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bundle info PATH</c>: what a bundle is made of.</summary>
internal static class BundleInfoCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "The folder that holds bundle.json." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("info", "Describes a bundle after checking its schema and its hashes.") { path, json };
        command.SetAction(result =>
        {
            var description = BundleDescription.Of(Bundle.Open(result.GetRequiredValue(path)));
            if (result.GetValue(json))
            {
                Output.Json(description, CliJson.Default.BundleDescription);
            }
            else
            {
                Show(description);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(BundleDescription description)
    {
        var lines = new List<string[]>
        {
            new[] { "folder", description.Folder },
            new[] { "image", FormattableString.Invariant($"{description.Size} x {description.Size}, {description.Fit}, margin {description.Margin}") },
            new[] { "dimension", description.Dimension.ToString(CultureInfo.InvariantCulture) },
            new[] { "text encoder", description.TextEncoder },
            new[] { "prompt", description.Prompt },
            new[] { "default head", description.DefaultHead },
            new[] { "labels", string.Join(", ", description.Labels) },
            new[] { "label sets", string.Join(", ", description.LabelSets) },
            new[] { "golden", FormattableString.Invariant($"{description.GoldenImages} pictures, {description.GoldenTexts} texts, tolerance {description.Tolerance}") },
            new[] { "licence", description.Licence },
            new[] { "size", FormattableString.Invariant($"{description.Bytes / 1e6:f2} MB") },
        };
        lines.AddRange(description.Provenance?.Select(entry => new[] { entry.Key, entry.Value?.ToJsonString() ?? "" }) ?? []);
        Output.Table(description.Bundle, ["what", "is"], lines);
        Output.Table(
            "forms of the image encoder",
            ["precision", "target", "MB", "mAP, points", "micro-F1, points", "times as fast", "cosine", "1 %", "measured on", "taken"],
            description.Encoders.Select(form => new[]
            {
                form.Precision,
                form.Target,
                Number(form.Bytes / 1e6),
                Number(form.Measured?.MapChange),
                Number(form.Measured?.MicroF1Change),
                Number(form.Measured?.SpeedUp),
                Number(form.Measured?.Cosine, "f4"),
                Number(form.Measured?.CosineFirstPercentile, "f4"),
                form.Measured is { } measured ? $"{measured.Provider}, {measured.Processor}" : "-",
                form.Use,
            }));
        Output.Table("files", ["use", "file", "MB", "sha256"], description.Files.Select(file =>
            new[] { file.Use, file.File, (file.Bytes / 1e6).ToString("f2", CultureInfo.InvariantCulture), file.Sha256[..12] }));
    }

    private static string Number(double? value, string format = "f2") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
