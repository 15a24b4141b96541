using System.CommandLine;
using System.Globalization;
using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Explanation;
using SemanticMlr.Imaging;
using SemanticMlr.Labels;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr explain</c>: where a label shows in a picture, and what its probability rests on.</summary>
internal static class ExplainCommand
{
    private const string Extension = ".png";

    public static Command Create()
    {
        var options = new RecognitionOptions();
        var image = new Option<string>("--image") { Description = "The picture.", Required = true };
        var label = new Option<string>("--label") { Description = "The id of the label.", Required = true };
        var output = new Option<string>("--out") { Description = "The heat map to write, a PNG.", Required = true };
        var command = new Command("explain", "Paints where a label shows in a picture, and says what its probability rests on.") { image, label, output };
        options.AddTo(command);
        OptionRules.Check(output, path => path!.EndsWith(Extension, StringComparison.OrdinalIgnoreCase), $"must name a file that ends in {Extension}");
        command.SetAction(result =>
        {
            var (model, snapshot) = options.Load(result, calibrated: true);
            using (model)
            {
                var index = IndexOf(snapshot.Table, result.GetRequiredValue(label));
                using var explainer = new Explainer(model, snapshot, options.Inference(result));
                using var picture = ImageReader.Read(result.GetRequiredValue(image));
                var regions = Regions(picture, result.GetValue(options.Grid), result.GetRequiredValue(image));
                var explanations = explainer.Explain(picture, regions);
                var best = explanations.MaxBy(region => region.Probabilities[index])!;
                var evidence = explainer.Evidence(picture, best.Region, index);
                var map = new HeatMap([.. explanations.Select(region => region.Map(index))]);
                Write(result.GetRequiredValue(output), picture, map, Title(evidence, regions.Count > 1));
                foreach (var remark in snapshot.Remarks)
                {
                    Output.Error($"Note: {remark}.");
                }

                Show(
                    new ExplainReport(
                        result.GetRequiredValue(output),
                        model.Bundle.Identity,
                        snapshot.Head,
                        result.GetRequiredValue(image),
                        snapshot.Table.Labels[index].Text,
                        explanations.ToDictionary(region => region.Region.Name, region => region.Probabilities[index], StringComparer.Ordinal),
                        map.Peak,
                        evidence),
                    snapshot.Table.Count,
                    result.GetValue(options.Json));
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static int IndexOf(LabelTable table, string label)
    {
        var index = table.Labels.Index().FirstOrDefault(entry => entry.Item.Id == label, (-1, null!)).Index;
        return index >= 0
            ? index
            : throw new LabelListException(table.List.Id, [$"there is no enabled label {label}; there are {string.Join(", ", table.Labels.Take(30).Select(entry => entry.Id))}{(table.Count > 30 ? ", ..." : "")}"]);
    }

    private static IReadOnlyList<NamedRegion> Regions(Mat picture, GridSize? grid, string path) =>
        grid is not { } size ? [NamedRegion.OfFrame(picture.Cols, picture.Rows)]
        : picture.Cols >= size.Columns && picture.Rows >= size.Rows ? size.Tiles(picture.Cols, picture.Rows)
        : throw new DatasetException($"{path} has {picture.Cols} x {picture.Rows} pixels, too few to cut it {size}.");

    private static string Title(LabelEvidence evidence, bool isCut) => string.Create(
        CultureInfo.InvariantCulture,
        $"{evidence.Label} {evidence.Probability:F2}{(isCut ? $" in {evidence.Region}" : "")} (threshold {evidence.Threshold:F2})");

    private static void Write(string path, Mat picture, HeatMap map, string title)
    {
        using var painted = HeatMapPainter.Paint(picture, map);
        using var framed = HeatMapLegend.AddStrip(painted, map, title);
        Cv2.ImEncode(Extension, framed, out var png);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, png);
    }

    private static void Show(ExplainReport report, int labels, bool json)
    {
        if (json)
        {
            Output.Json(report, CliJson.Default.ExplainReport);
            return;
        }

        var evidence = report.Evidence;
        var holds = evidence.Probability >= evidence.Threshold ? "holds" : "does not hold";
        Line($"{evidence.Label} (\"{report.Text}\") in {evidence.Region} of {report.Image}: probability {evidence.Probability:F4}, threshold {evidence.Threshold:F4}: {holds}");
        Line($"{report.Bundle}, head {report.Head}: logit {evidence.Logit:F4}, global score {evidence.GlobalScore:F4}, local score {evidence.LocalScore:F4} (best {evidence.TopK} patches; {(evidence.ScoresOfHead ? "the head's own" : "products of the encoder's and the label's vectors")})");
        Line($"Maximum of the whole picture: {report.Maximum.Relevance:F4} at ({report.Maximum.X:F0}, {report.Maximum.Y:F0})");
        if (report.Regions.Count > 1)
        {
            Line($"Probability by region: {string.Join(", ", report.Regions.OrderByDescending(region => region.Value).Select(region => FormattableString.Invariant($"{region.Key} {region.Value:F4}")))}");
        }

        Output.Table(
            $"patches of {evidence.Region} that speak for {evidence.Label} most",
            ["patch (row, column)", "place (x, y)", "size", "relevance"],
            evidence.Patches.Select(patch => (string[])
            [
                Text($"{patch.Row}, {patch.Column}"), Text($"{patch.X}, {patch.Y}"), Text($"{patch.Width} x {patch.Height}"), Text($"{patch.Relevance:F4}"),
            ]));
        ShowInfluences(evidence, labels);
        Line($"Written: {report.Out}");
    }

    private static void ShowInfluences(LabelEvidence evidence, int labels)
    {
        const int Shown = 10;
        if (!evidence.HasGraph)
        {
            Line($"The head reads no graph over labels: no other label raises or lowers {evidence.Label}.");
            return;
        }

        Output.Table(
            Text($"what other labels do to the logit of {evidence.Label} through the graph ({evidence.Considered} of {labels - 1} tried)"),
            ["label", "difference of the logit"],
            evidence.Influences.Take(Shown).Select(influence => (string[])[influence.Label, Text($"{influence.Difference:+0.0000;-0.0000;0.0000}")]));
    }

    private static void Line(FormattableString text) => Console.Out.WriteLine(Text(text));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
