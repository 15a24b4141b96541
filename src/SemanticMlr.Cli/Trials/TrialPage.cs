using System.Globalization;
using System.Text;

namespace SemanticMlr.Cli.Trials;

/// <summary>Writes a trial as a page of Markdown, with the command that makes it again.</summary>
internal static class TrialPage
{
    public static string Of(TrialReport report, string command)
    {
        var text = new StringBuilder();
        Line($"# {report.List}: {report.Labels} labels tried on {report.Pictures.Count} pictures");
        Line($"");
        Line($"`{report.Bundle}`, head `{report.Head}`. Made by `{command}`; bundle and list were ready after {report.SecondsToLoad:F1} s.");
        Line($"Labels without a calibration of their own have provisional probabilities: they rank, a threshold on them means little.");
        if (report.Named is { } named)
        {
            Line($"");
            Line($"{named.Sentence}");
            Line($"What is true is only known of the data set's own labels: a right name beyond them counts for nothing here.");
        }

        if (report.Phrases.Count > 0)
        {
            Line($"");
            Line($"| phrase | would fire in | lowest | median | highest | most like |");
            Line($"|---|---|---|---|---|---|");
            foreach (var phrase in report.Phrases)
            {
                Line($"| {Cell(phrase.Text)} (`{phrase.Id}`) | {phrase.Holds} of {report.Pictures.Count} | {phrase.Lowest:F3} | {phrase.Median:F3} | {phrase.Highest:F3} | {(phrase.Nearest is { } nearest ? $"`{nearest}` (cosine {phrase.Cosine.ToString("F2", CultureInfo.InvariantCulture)})" : "")} |");
            }
        }

        if (report.Warnings.Count > 0)
        {
            Line($"");
            Line($"Worth knowing before a device gets it:");
            Line($"");
            foreach (var warning in report.Warnings)
            {
                Line($"- `{warning.Code}`: {Cell(warning.Message)}");
            }
        }

        var truth = report.Named is not null;
        var tried = report.Phrases.Count > 0;
        Line($"");
        Line($"| picture |{(truth ? " true |" : "")} best |{(tried ? " tried |" : "")} holding |");
        Line($"|---|{(truth ? "---|" : "")}---|{(tried ? "---|" : "")}---|");
        foreach (var picture in report.Pictures)
        {
            Line($"| `{Cell(picture.Name)}` |{(truth ? $" {Cell(string.Join(", ", picture.Truth ?? []))} |" : "")} {Scores(picture.Best)} |{(tried ? $" {Scores(picture.Phrases)} |" : "")} {picture.Holding} |");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Names with probabilities, as <c>dog 0.91, frisbee 0.40</c>; those that hold in bold.</summary>
    public static string Scores(IEnumerable<TrialScore> scores) => string.Join(", ", scores.Select(score =>
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Cell(score.Text)} {score.Probability:F2}{(score.Region == Imaging.NamedRegion.Whole ? "" : $" ({score.Region})")}");
        return score.Holds ? $"**{text}**" : text;
    }));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace('`', '\'');
}
