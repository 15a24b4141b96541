using System.Globalization;
using SemanticMlr.Training.HeadRuns;

namespace SemanticMlr.Cli.Commands;

/// <summary>Writes the passes of a head's run as lines, at most one every two seconds, and the last.</summary>
internal sealed class PassProgressLine(TextWriter writer) : IProgress<PassReport>
{
    private const double SecondsBetween = 2;

    private double _written = double.NegativeInfinity;

    public void Report(PassReport value)
    {
        if (value.Pass < value.Passes && value.Seconds - _written < SecondsBetween)
        {
            return;
        }

        _written = value.Seconds;
        var map = value.ValidationMap is { } validation ? string.Create(CultureInfo.InvariantCulture, $", validation mAP {validation:F4}") : "";
        var left = value.Seconds / value.Pass * (value.Passes - value.Pass);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pass {value.Pass}/{value.Passes}, {left:F0} s left, loss {value.Loss:F4}{map}"));
    }
}
