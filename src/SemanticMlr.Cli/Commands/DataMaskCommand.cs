using System.CommandLine;
using System.Globalization;
using SemanticMlr.Datasets;
using SemanticMlr.Labels;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr data mask</c>: hides labels on purpose, for training under missing labels.</summary>
internal static class DataMaskCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The data set: JSON lines; images lie relative to it.", Required = true };
        var grid = GridOption.Create();
        var keep = new Option<KeepRule>("--keep")
        {
            Description = "What stays known: single (one positive a sample, drawn by chance, nothing else) or a share above 0 to 1 (each label of each sample with that probability, whether it holds or not).",
            Required = true,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (KeepRule.Parse(text) is { } rule)
                {
                    return rule;
                }

                result.AddError($"--keep expects single or a share above 0 to 1, as 0.3, found '{text}'.");
                return null!;
            },
        };
        var seed = new Option<int>("--seed") { Description = "The seed of the draw; the same seed gives the same file.", DefaultValueFactory = _ => 1 };
        var list = new Option<string?>("--label-list") { Description = "The label list whose labels are drawn; otherwise those of the data set. Labels outside it become unknown everywhere." };
        var output = new Option<string>("--out") { Description = "The data set to write; the paths of its images are changed to lie relative to it.", Required = true };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("mask", "Makes a single-positive or partially annotated set out of a fully annotated one.") { data, grid, keep, seed, list, output, json };
        command.SetAction(result =>
        {
            var (source, target) = (result.GetRequiredValue(data), result.GetRequiredValue(output));
            if (Path.GetFullPath(source) == Path.GetFullPath(target))
            {
                throw new DatasetException($"{target}: --out is the data set itself, whose labels would be lost; name another file.");
            }

            var records = DatasetReader.Read(source);
            string[] names = [.. records.SelectMany(record => record.Names().Concat(record.Unknown)).Where(name => name != "*").Distinct().Order(StringComparer.Ordinal)];
            string[] labels = result.GetValue(list) is { } path ? [.. LabelListReader.Read(path).Labels.Select(label => label.Id)] : names;
            string[] others = [.. names.Except(labels, StringComparer.Ordinal)];
            if (others.Length > 0)
            {
                Output.Error($"Note: labels that the label list does not hold become unknown everywhere: {string.Join(", ", others)}.");
            }

            var mask = new LabelMask(source, labels, others, result.GetValue(grid), result.GetRequiredValue(keep), new Random(result.GetValue(seed)).NextDouble);
            DatasetRecord[] masked = [.. records.SelectMany(mask.Apply)];
            DatasetWriter.Write(target, source, masked);
            var report = new MaskReport(
                target,
                result.GetRequiredValue(keep).ToString()!,
                result.GetValue(seed),
                result.GetValue(grid)?.ToString(),
                records.Select(record => record.Image).Distinct(StringComparer.Ordinal).Count(),
                masked.Length,
                mask.WithoutPositives,
                mask.Counts.Aggregate(default(MaskCounts), MaskCounts.Add),
                labels.Zip(mask.Counts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
            Show(report, result.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Show(MaskReport report, bool json)
    {
        if (json)
        {
            Output.Json(report, CliJson.Default.MaskReport);
            return;
        }

        Output.Table(
            $"{report.File}: {report.Images} images, {report.Samples} samples, keep {report.Keep}, seed {report.Seed}",
            ["label", "positives kept", "hidden", "negatives kept", "hidden", "unknown before"],
            report.Labels.Select(label => Row(label.Key, label.Value)).Append(Row("all", report.Total)));
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Hidden: {report.Total.PositivesHidden} positives and {report.Total.NegativesHidden} negatives. {report.WithoutKnownPositives} of {report.Samples} samples have no known positive."));
    }

    private static string[] Row(string name, MaskCounts counts) =>
    [
        name, .. new[] { counts.PositivesKept, counts.PositivesHidden, counts.NegativesKept, counts.NegativesHidden, counts.UnknownBefore }
            .Select(count => count.ToString(CultureInfo.InvariantCulture)),
    ];
}
