using System.CommandLine;
using System.Globalization;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr eval</c>: how well a bundle recognises images with known truth.</summary>
internal static class EvalCommand
{
    private const int BootstrapSeed = 1;
    private static readonly GridSize SimulatedGrid = new(3, 3);

    public static Command Create()
    {
        var options = new RecognitionOptions();
        var data = new Option<string?>("--data") { Description = "The data set: JSON lines; images lie relative to it." };
        var scene = new Option<string?>("--simulate") { Description = $"Renders pictures of a scene instead ({string.Join(", ", SceneCatalog.Names)}), cut {SimulatedGrid} unless --grid says otherwise." };
        var count = new Option<int>("--count") { Description = "How many pictures to render.", DefaultValueFactory = _ => 500 };
        var seed = new Option<long>("--seed") { Description = $"The seed of the pictures, from {SceneCatalog.FirstTestSeed}: those below belong to training.", DefaultValueFactory = _ => SceneCatalog.FirstTestSeed };
        var empty = new Option<EmptyLabelRule>("--empty") { Description = "What a mean does with labels without positives: skip leaves them out, zero counts them as 0 (as the papers do).", DefaultValueFactory = _ => EmptyLabelRule.Skip };
        var command = new Command("eval", "Measures recognition: mAP, F1 at the calibrated thresholds, F1@3 and @5, time.") { data, scene, count, seed, empty };
        options.AddTo(command);
        OptionRules.Check(seed, value => value >= SceneCatalog.FirstTestSeed, $"must be at least {SceneCatalog.FirstTestSeed}: seeds below belong to training, and figures on them would flatter");
        OptionRules.Check(count, value => value >= 1, "must be at least 1");
        command.Validators.Add(result =>
        {
            if (result.GetValue(data) is null == result.GetValue(scene) is null)
            {
                result.AddError("Name either --data FILE or --simulate SCENE.");
            }

            if (result.GetValue(scene) is { } name && !SceneCatalog.Names.Contains(name))
            {
                result.AddError($"There is no scene '{name}'; known are: {string.Join(", ", SceneCatalog.Names)}.");
            }
        });
        command.SetAction((result, cancellationToken) => Task.Run(
            () =>
            {
                var (model, snapshot) = options.Load(result, calibrated: true);
                using (model)
                {
                    var grid = result.GetValue(options.Grid) ?? (result.GetValue(scene) is null ? null : SimulatedGrid);
                    string[] labels = [.. snapshot.Table.Labels.Select(label => label.Id)];
                    IPictureSource pictures = result.GetValue(data) is { } path
                        ? Open(path, labels, grid)
                        : new ScenePictures(SceneCatalog.Create(result.GetRequiredValue(scene)!, result.GetValue(seed)), result.GetValue(count), labels, grid);
                    var (table, timing) = ScoringProgress.Score(model, snapshot, pictures, cancellationToken);
                    var random = new Random(BootstrapSeed);
                    var report = EvaluationRun.Report(table, timing, model, snapshot, result.GetValue(empty), grid?.ToString(), random.NextDouble);
                    foreach (var remark in snapshot.Remarks)
                    {
                        Output.Error($"Note: {remark}.");
                    }

                    if (result.GetValue(options.Json))
                    {
                        Output.Json(report, EvaluationJson.Default.EvaluationReport);
                    }
                    else
                    {
                        Show(report, simulated: result.GetValue(scene) is not null);
                    }
                }

                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static DatasetPictures Open(string path, string[] labels, GridSize? grid)
    {
        var pictures = new DatasetPictures(path, labels, grid);
        if (pictures.UnlistedLabels.Count > 0)
        {
            Output.Error($"Note: labels of the data set that the label list does not hold count nowhere: {string.Join(", ", pictures.UnlistedLabels)}.");
        }

        return pictures;
    }

    private static void Show(EvaluationReport report, bool simulated)
    {
        Output.Table(
            $"{report.Bundle}, head {report.Head}, {report.Images} {(simulated ? "simulated " : "")}images, {report.Samples} samples{(report.Grid is { } grid ? $" ({grid} tiles)" : "")}",
            ["label", "AP", "positives", "precision", "recall", "F1", "threshold"],
            report.Labels.Select(label => new[]
            {
                label.Label,
                Share(label.AveragePrecision),
                label.Positives.ToString(CultureInfo.InvariantCulture),
                Share(label.Precision),
                Share(label.Recall),
                Share(label.F1),
                Share(label.Threshold) + (label.Provisional ? " (provisional)" : ""),
            }));
        var times = report.Milliseconds;
        var interval = report.MapInterval is { } ends ? FormattableString.Invariant($" (95 % interval {ends.Low:F4} to {ends.High:F4}, images drawn again)") : "";
        Console.Out.WriteLine(FormattableString.Invariant($"mAP {Share(report.Map)}{interval}"));
        Console.Out.WriteLine(FormattableString.Invariant($"micro F1 {report.MicroF1:F4}, macro F1 {report.MacroF1:F4}, F1@3 {report.F1At3:F4}, F1@5 {report.F1At5:F4}"));
        Console.Out.WriteLine(FormattableString.Invariant(
            $"{times.Total:F1} ms an image on {report.Provider}: {times.Preprocess:F1} preprocess, {times.Encode:F1} encode, {times.Head:F1} head"));
        if (report.WithoutPositives.Count > 0)
        {
            Console.Out.WriteLine($"Without positives: {string.Join(", ", report.WithoutPositives)}");
        }

        if (report.Provisional.Count > 0)
        {
            Console.Out.WriteLine($"Not calibrated, so F1 at the thresholds means little: {string.Join(", ", report.Provisional)}. Run mlr calibrate.");
        }

        if (simulated)
        {
            Console.Out.WriteLine("The images are simulated: the figures say nothing about real ones.");
        }
    }

    private static string Share(double? value) => value?.ToString("F4", CultureInfo.InvariantCulture) ?? "-";
}
