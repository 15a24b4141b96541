using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OpenCvSharp;
using SemanticMlr.Bundles;
using SemanticMlr.Cli.Trials;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Training.Importing;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr labels try</c>: what a phrase or a label list would do, on pictures or a camera, before a device gets it.</summary>
internal static class LabelsTryCommand
{
    public static Command Create()
    {
        var options = new RecognitionOptions();
        options.LabelList.Aliases.Add("--labels");
        var phrases = new Option<string[]>("--phrase") { Description = "A phrase to try beside the list's labels; may stand several times." };
        var source = new Option<string>("--source") { Description = "A picture, a folder, a data set (.jsonl), or a camera as the agent's configuration names it.", Required = true };
        var count = new Option<int>("--count") { Description = "The most pictures or frames.", DefaultValueFactory = _ => 20 };
        var top = new Option<int>("--top") { Description = "How many of the most probable labels are shown.", DefaultValueFactory = _ => 5 };
        var output = new Option<string?>("--out") { Description = "Write a page of Markdown, and the same as JSON beside it." };
        var pictures = new Option<string?>("--pictures") { Description = "Folder for the pictures with what was seen written below." };
        var command = new Command("try", "Shows what phrases or a label list would do on pictures or a camera.") { phrases, source, count, top, output, pictures };
        options.AddTo(command);
        OptionRules.Check(count, value => value is >= 1 and <= 100_000, "must be 1 to 100000");
        OptionRules.Check(top, value => value is >= 1 and <= 100, "must be 1 to 100");
        OptionRules.Check(output, path => path!.EndsWith(".md", StringComparison.OrdinalIgnoreCase), "must name a file that ends in .md");
        command.SetAction(async (result, cancellationToken) =>
        {
            string[] tried = [];
            var started = Stopwatch.GetTimestamp();
            var (model, snapshot) = options.Load(result, calibrated: true, (bundle, path) =>
            {
                (var list, tried) = Join(bundle, path, result.GetValue(phrases) ?? []);
                return list;
            });
            using (model)
            {
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                foreach (var remark in snapshot.Remarks)
                {
                    Output.Error($"Note: {remark}.");
                }

                using var recognizer = new Recognizer(model, snapshot);
                var trial = new LabelTrial(recognizer, result.GetValue(options.Grid), tried, result.GetValue(top));
                await Look(trial, result.GetRequiredValue(source), result.GetValue(count), result.GetValue(pictures), cancellationToken);
                var report = new TrialReport(
                    model.Bundle.Identity,
                    snapshot.Head,
                    snapshot.Table.List.Id,
                    snapshot.Table.Count,
                    Shown(result.GetRequiredValue(source)),
                    seconds,
                    trial.Phrases(),
                    TrialWarnings.Find(model.Bundle, snapshot.Table, tried),
                    trial.Pictures,
                    trial.Truth());
                if (result.GetValue(output) is { } page)
                {
                    Write(page, report, Command(result));
                }

                Show(report, result.GetValue(options.Json));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The list with the phrases behind its labels, and the ids that they got. A phrase that the list has already keeps its label.</summary>
    private static (LabelList List, string[] Tried) Join(Bundle bundle, string? path, string[] phrases)
    {
        var list = path is null ? bundle.Labels : ImportedLabels.Read(path, Path.GetFileNameWithoutExtension(path));
        if (phrases.Length == 0)
        {
            return (list, []);
        }

        var texts = phrases.Where(phrase => list.Labels.All(label => !string.Equals(label.Text, phrase, StringComparison.OrdinalIgnoreCase)));
        var added = ImportedLabels.OfPhrases([.. texts.DefaultIfEmpty("none")], list.Id, "--phrase").Labels
            .Where(label => phrases.Contains(label.Text, StringComparer.OrdinalIgnoreCase))
            .Select(label => list.Labels.Any(other => other.Id == label.Id) ? label with { Id = $"{label.Id[..Math.Min(label.Id.Length, 58)]}-tried" } : label);
        var joined = ImportedLabels.Checked(list with { Labels = [.. list.Labels, .. added] }, "--phrase");
        return (joined, [.. joined.Labels.Where(label => phrases.Contains(label.Text, StringComparer.OrdinalIgnoreCase)).Select(label => label.Id)]);
    }

    private static async Task Look(LabelTrial trial, string source, int count, string? folder, CancellationToken cancellationToken)
    {
        var progress = new CountProgressLine(Console.Error, "pictures", TimeProvider.System);
        await foreach (var (name, picture, truth) in TrialSource.Read(source, count, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var seen = trial.Look(name, picture, truth);
            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
                using var painted = TrialPainter.Paint(picture, seen);
                Cv2.ImEncode(".png", painted, out var png);
                await File.WriteAllBytesAsync(Path.Combine(folder, Path.GetFileNameWithoutExtension(name) + ".png"), png, cancellationToken);
            }

            progress.Report(trial.Pictures.Count, count);
        }
    }

    private static string Shown(string source) => Edge.Capture.CameraAddress.TryParse(source, out var address, out _) ? address.ToString() : source;

    /// <summary>The command line as it was given, secrets of a camera's address left out.</summary>
    private static string Command(ParseResult result) =>
        "mlr " + string.Join(' ', result.Tokens.Select(token => token.Value.Contains("://", StringComparison.Ordinal) ? Shown(token.Value) : token.Value.Contains(' ', StringComparison.Ordinal) ? $"\"{token.Value}\"" : token.Value));

    private static void Write(string page, TrialReport report, string command)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(page))!);
        File.WriteAllText(page, TrialPage.Of(report, command));
        File.WriteAllText(Path.ChangeExtension(page, ".json"), JsonSerializer.Serialize(report, CliJson.Default.TrialReport) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static void Show(TrialReport report, bool json)
    {
        if (json)
        {
            Output.Json(report, CliJson.Default.TrialReport);
            return;
        }

        if (report.Phrases.Count > 0)
        {
            Output.Table(
                "phrases",
                ["phrase", "id", "would fire in", "lowest", "median", "highest", "most like", "cosine"],
                report.Phrases.Select(phrase => (string[])
                [
                    phrase.Text, phrase.Id, $"{phrase.Holds} of {report.Pictures.Count}", Number(phrase.Lowest), Number(phrase.Median), Number(phrase.Highest), phrase.Nearest ?? "", phrase.Nearest is null ? "" : Number(phrase.Cosine),
                ]));
        }

        if (report.Warnings.Count > 0)
        {
            Output.Table("warnings", ["code", "what"], report.Warnings.Select(warning => (string[])[warning.Code, warning.Message]));
        }

        Output.Table(
            $"{report.List} ({report.Labels} labels) on {report.Source}: {report.Bundle}, head {report.Head}",
            ["picture", "best", "tried", "holding"],
            report.Pictures.Select(picture => (string[])
            [
                picture.Name, TrialPage.Scores(picture.Best), TrialPage.Scores(picture.Phrases), FormattableString.Invariant($"{picture.Holding}"),
            ]));
        if (report.Named is { } named)
        {
            Console.Out.WriteLine(named.Sentence);
        }
    }

    private static string Number(double value) => FormattableString.Invariant($"{value:F3}");
}
