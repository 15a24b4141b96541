using System.CommandLine;
using System.Globalization;
using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr simulate stats --data FILE</c>: the statistics of real boards beside those of simulated ones, by the same code.</summary>
internal static class SimulateStatsCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The data set with boxes: JSON lines; images lie relative to it.", Required = true };
        var count = new Option<int>("--count") { Description = "How many pictures to render beside it.", DefaultValueFactory = _ => 500 };
        var command = new Command("stats", "Prints histograms of real and simulated boards, and how far they are apart (0 equal, 1 nothing in common).") { data, count };
        OptionRules.Check(count, value => value >= 1, "must be at least 1");
        command.SetAction((result, cancellationToken) => Task.Run(
            () =>
            {
                var real = MeasureReal(result.GetRequiredValue(data), cancellationToken);
                var simulated = MeasureSimulated(result.GetValue(count), cancellationToken);
                Console.Out.WriteLine(FormattableString.Invariant($"mean share of copper: real {real.MeanCopper:F3}, simulated {simulated.MeanCopper:F3}"));
                Show("share of copper, % of the pictures", Bins(BoardMeasurement.CopperEnds), real.Copper, simulated.Copper);
                Show("runs of copper, % by pixels", Bins(BoardMeasurement.RunEnds), real.DarkRuns, simulated.DarkRuns);
                Show("runs of bare board, % by pixels", Bins(BoardMeasurement.RunEnds), real.LightRuns, simulated.LightRuns);
                Show("edges per row or column, % of the lines", Bins(BoardMeasurement.EdgeEnds), real.Edges, simulated.Edges);
                Show("box sides, % by pixels", Bins(BoardMeasurement.BoxSideEnds), real.BoxSides, simulated.BoxSides);
                Show("defects, % of the pictures", [.. Enumerable.Range(0, BoardMeasurement.MaxDefects + 1).Select(defects => $"{defects}")], real.Defects, simulated.Defects);
                string[] labels = [.. real.Labels.Keys.Union(simulated.Labels.Keys).Order(StringComparer.Ordinal)];
                Show("labels, % of the boxes", labels, Values(real, labels), Values(simulated, labels));
                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static BoardMeasurement MeasureReal(string path, CancellationToken cancellationToken)
    {
        var measurement = new BoardMeasurement();
        foreach (var record in DatasetReader.Read(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var picture = ImageReader.Read(DatasetReader.ImagePath(path, record));
            Add(measurement, picture, record.Boxes ?? []);
        }

        return measurement;
    }

    private static BoardMeasurement MeasureSimulated(int count, CancellationToken cancellationToken)
    {
        var measurement = new BoardMeasurement();
        var scene = SceneCatalog.Create(PcbScene.Name, SceneCatalog.FirstTestSeed);
        using var picture = new Mat(scene.Height, scene.Width, MatType.CV_8UC3);
        for (var index = 0; index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(measurement, picture, scene.Render(index, picture).Boxes);
        }

        return measurement;
    }

    private static void Add(BoardMeasurement measurement, Mat picture, IReadOnlyList<LabelledBox> boxes)
    {
        using var grey = new Mat();
        Cv2.CvtColor(picture, grey, ColorConversionCodes.BGR2GRAY);
        grey.GetArray(out byte[] pixels);
        measurement.AddPicture(pixels, grey.Cols, grey.Rows);
        measurement.AddBoxes(boxes);
    }

    private static string[] Bins<T>(IReadOnlyList<T> ends)
        where T : IFormattable =>
        [.. ends.Select(end => "< " + end.ToString(null, CultureInfo.InvariantCulture)), "more"];

    private static double[] Values(BoardMeasurement measurement, string[] labels) =>
        [.. labels.Select(label => measurement.Labels.GetValueOrDefault(label))];

    private static void Show(string title, string[] bins, double[] real, double[] simulated) => Output.Table(
        FormattableString.Invariant($"{title}; distance {BoardMeasurement.Distance(real, simulated):F3}"),
        ["bin", "real", "simulated"],
        bins.Select((bin, index) => new[] { bin, Percent(real[index]), Percent(simulated[index]) }));

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
