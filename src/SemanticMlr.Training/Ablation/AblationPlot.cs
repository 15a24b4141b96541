using ScottPlot;

namespace SemanticMlr.Training.Ablation;

/// <summary>mAP of every head as bars, a group a task and row.</summary>
internal static class AblationPlot
{
    private const int WidthPerGroup = 190;
    private const int Height = 620;
    private const double Gap = 1.5;

    /// <summary>Writes a PNG; whiskers show the lowest and the highest seed.</summary>
    public static void Write(string path, IReadOnlyList<AblationCell> cells)
    {
        using var plot = new Plot();
        string[] heads = [.. cells.Select(cell => cell.Head).Distinct()];
        var groups = cells.GroupBy(cell => (cell.Task, cell.Labels)).ToArray();
        var palette = new ScottPlot.Palettes.Category10();
        foreach (var (number, head) in heads.Index())
        {
            var bars = groups.Index()
                .Select(group => (group.Index, Maps: group.Item.Where(cell => cell.Head == head).Select(cell => cell.Map).ToArray()))
                .Where(group => group.Maps.Length > 0)
                .Select(group => new Bar
                {
                    Position = group.Index * (heads.Length + Gap) + number,
                    Value = group.Maps.Average(),
                    Error = (group.Maps.Max() - group.Maps.Min()) / 2,
                    FillColor = palette.GetColor(number),
                });
            plot.Add.Bars(bars.ToArray()).LegendText = head;
        }

        var centre = (heads.Length - 1) / 2.0;
        plot.Axes.Bottom.SetTicks(
            [.. groups.Select((_, index) => index * (heads.Length + Gap) + centre)],
            [.. groups.Select(group => $"{group.Key.Task.Replace(", ", "\n", StringComparison.Ordinal)}\n{group.Key.Labels}")]);
        plot.Axes.SetLimitsY(0, 1);
        plot.YLabel("mAP");
        plot.ShowLegend(Alignment.UpperRight, Orientation.Horizontal);
        plot.SavePng(path, Math.Max(900, groups.Length * WidthPerGroup), Height);
    }
}
