using ScottPlot;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Loss and validation mAP over the passes as a picture.</summary>
internal static class TrainingCurves
{
    private const int Width = 900;
    private const int Height = 480;

    /// <summary>Writes a PNG.</summary>
    public static void Write(string path, IReadOnlyList<PassReport> passes)
    {
        using var plot = new Plot();
        double[] numbers = [.. passes.Select(pass => (double)pass.Pass)];
        var loss = plot.Add.Scatter(numbers, passes.Select(pass => pass.Loss).ToArray());
        loss.LegendText = "loss";
        if (passes.All(pass => pass.ValidationMap is not null))
        {
            var map = plot.Add.Scatter(numbers, passes.Select(pass => pass.ValidationMap!.Value).ToArray());
            map.LegendText = "validation mAP (right)";
            map.Axes.YAxis = plot.Axes.Right;
            plot.Axes.Right.Label.Text = "mAP";
        }

        plot.XLabel("pass");
        plot.YLabel("loss");
        plot.ShowLegend(Alignment.MiddleRight);
        plot.SavePng(path, Width, Height);
    }
}
