using System.Globalization;
using System.Text;
using System.Text.Json;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Ablation;

/// <summary>Writes a comparison as JSON, Markdown and a picture.</summary>
public static class AblationReport
{
    /// <summary>Writes the result of one task into a report of several: those of the other tasks stay as they are.</summary>
    /// <param name="folder">The folder; the report may be missing.</param>
    /// <param name="name">The name of the files.</param>
    /// <param name="result">What was found on the task.</param>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    /// <exception cref="RecipeException">What is there is no report.</exception>
    public static void WriteTask(string folder, string name, AblationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var path = Path.Combine(folder, $"{name}.json");
        try
        {
            Write(folder, name, File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllBytes(path), AblationJson.Default.AblationResult) is { } earlier ? result.Behind(earlier) : result);
        }
        catch (JsonException exception)
        {
            throw new RecipeException($"{path}: {exception.Message} Move it away, or name another folder with --out.", exception);
        }
    }

    /// <summary>Writes <c>NAME.json</c>, <c>NAME.md</c> and <c>NAME.png</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name of the files.</param>
    /// <param name="result">What was found.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, string name, AblationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $"{name}.json"), [.. JsonSerializer.SerializeToUtf8Bytes(result, AblationJson.Default.AblationResult), (byte)'\n']);
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), Markdown(name, result));
        AblationPlot.Write(Path.Combine(folder, $"{name}.png"), result.Cells);
    }

    private static string Markdown(string name, AblationResult result)
    {
        var text = new StringBuilder();
        Line($"# What each part is worth");
        Line($"");
        Line($"Made by `{result.Command}` on {result.Processor}, the last part at commit `{result.Commit}`. Every cell is in `{name}.json`, with the commit that made it. mAP is the mean over labels that hold anywhere in the test samples, which neither trained nor chose anything; mean and standard deviation over the seeds. Times depend on what else the machine did; multiply-adds do not.");
        Line($"");
        Line($"![mAP of every head]({name}.png)");
        foreach (var task in result.Cells.GroupBy(cell => cell.Task))
        {
            foreach (var row in task.GroupBy(cell => cell.Labels))
            {
                Line($"");
                Line($"## {task.Key}, labels known: {row.Key}");
                Line($"");
                Line($"| head | mAP | micro-F1 | F1@3 | other mAP | training, s | multiply-adds | head, ms |");
                Line($"|---|---|---|---|---|---|---|---|");
                foreach (var head in row.GroupBy(cell => cell.Head))
                {
                    Line($"| {Cells(head.Key, [.. head])} |");
                }

                Losses(result.Losses.FirstOrDefault(choice => choice.Task == task.Key && choice.Labels == row.Key));
                Differences([.. result.Differences.Where(difference => difference.Task == task.Key && difference.Labels == row.Key)]);
            }
        }

        return text.ToString();

        void Losses(LossChoice? choice)
        {
            if (choice?.ValidationMaps.Count > 0)
            {
                Line($"");
                Line($"Loss chosen by validation mAP with the first seed: {string.Join(", ", choice.ValidationMaps.Select((map, index) => $"{(index == choice.Chosen ? "**" : "")}{map.Key} {Number(map.Value)}{(index == choice.Chosen ? "**" : "")}"))}.");
            }
        }

        void Differences(HeadDifference[] differences)
        {
            if (differences.Length > 0)
            {
                Line($"");
                Line($"| difference | mAP | 95 % interval over images |");
                Line($"|---|---|---|");
                foreach (var difference in differences)
                {
                    Line($"| {difference.Head} - {difference.Against} | {Signed(difference.Difference)} | {Signed(difference.Low)} to {Signed(difference.High)} |");
                }
            }
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Cells(string head, AblationCell[] cells)
    {
        var others = cells[0].Maps.Keys.Where(set => cells.Any(cell => Math.Abs(cell.Maps[set] - cell.Map) > 1e-12)).Select(set => $"{set} {Spread([.. cells.Select(cell => cell.Maps[set])])}");
        return string.Join(" | ",
            head,
            $"**{Spread([.. cells.Select(cell => cell.Map)])}**",
            Spread([.. cells.Select(cell => cell.MicroF1).OfType<double>()]),
            Spread([.. cells.Select(cell => cell.F1At3)]),
            string.Join(", ", others),
            cells.Average(cell => cell.Seconds).ToString("F0", CultureInfo.InvariantCulture),
            cells[0].MultiplyAdds == 0 ? "" : cells[0].MultiplyAdds.ToString("N0", CultureInfo.InvariantCulture),
            cells.Average(cell => cell.Milliseconds)?.ToString("F2", CultureInfo.InvariantCulture) ?? "");
    }

    private static string Spread(double[] values)
    {
        if (values.Length == 0)
        {
            return "";
        }

        var mean = values.Average();
        var deviation = values.Length > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)) : 0;
        return values.Length > 1 ? $"{Number(mean)} ± {Number(deviation)}" : Number(mean);
    }

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
