using System.Globalization;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Cli.Commands;

/// <summary>Writes the progress of a training run as lines, at most one every five seconds and stage.</summary>
internal sealed class TrainingProgressLine(TextWriter writer) : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string _stage = "";
    private TimeSpan _written;

    public void Report(TrainingProgress value)
    {
        if (value.Warning is not null)
        {
            writer.WriteLine(value.Warning);
            return;
        }

        if (value.Stage == _stage && value.Elapsed - _written < Interval && value.Done < value.Total)
        {
            return;
        }

        (_stage, _written) = (value.Stage, value.Elapsed);
        var losses = value.Losses is { } means
            ? "  losses: " + string.Join(", ", means.Select(loss => string.Create(CultureInfo.InvariantCulture, $"{loss.Key} {loss.Value:F4}")))
            : "";
        var left = value.Remaining is { } remaining ? string.Create(CultureInfo.InvariantCulture, $", {remaining:h\\:mm\\:ss} left") : "";
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Stage} {value.Done}/{value.Total}{left}{losses}"));
    }
}
