using System.Globalization;
using SemanticMlr.Training.Ablation;

namespace SemanticMlr.Cli.Commands;

/// <summary>Writes each cell as a line.</summary>
internal sealed class AblationProgressLine(TextWriter writer) : IProgress<AblationProgress>
{
    public void Report(AblationProgress value)
    {
        var left = value.Elapsed / value.Done * (value.Total - value.Done);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cell {value.Done}/{value.Total} {value.Cell.Task} / {value.Cell.Labels} / {value.Cell.Head} / seed {value.Cell.Seed}: mAP {value.Cell.Map:F3} in {value.Cell.Seconds:F0} s, {left:h\\:mm\\:ss} left"));
    }
}
