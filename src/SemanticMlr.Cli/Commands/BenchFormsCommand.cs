using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Imaging;
using SemanticMlr.Inference;
using SemanticMlr.Simulation;
using SemanticMlr.Training.Quantisation;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr bench forms</c>: which form of a bundle's encoder is worth taking on this device.</summary>
internal static class BenchFormsCommand
{
    public static Command Create()
    {
        var bundle = new Option<string>("--bundle") { Description = "Folder of the bundle; it stays as it is.", Required = true };
        var data = new Option<string?>("--data") { Description = "Pictures with labels: JSON lines; images lie relative to it." };
        var scene = new Option<string?>("--simulate") { Description = $"Drawn pictures of a scene instead ({string.Join(", ", SceneCatalog.Names)}), {EvalOptions.GridNote}." };
        var count = new Option<int>("--count") { Description = "How many pictures to draw.", DefaultValueFactory = _ => 100 };
        var grid = GridOption.Create();
        var provider = new Option<ExecutionProvider>("--provider") { Description = "The execution provider to measure on.", DefaultValueFactory = _ => ExecutionProvider.Cpu };
        var batch = new Option<int>("--batch") { Description = "Regions of a run whose time is taken: as many as the agent's cameras give at once.", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of the comparison of speed.", DefaultValueFactory = _ => 50 };
        var threads = new Option<int>("--threads") { Description = "Threads of one graph; 0 takes one per core.", DefaultValueFactory = _ => 0 };
        var state = new Option<DirectoryInfo?>("--state") { Description = $"The agent's state folder: {DeviceMeasurements.FileName} there is what the agent goes by. Without it nothing is kept." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        OptionRules.Check(count, value => value >= 2, "must be at least 2");
        OptionRules.Check(batch, value => value is >= 1 and <= 256, "must be 1 to 256");
        OptionRules.Check(rounds, value => value is >= 6 and <= 10_000, "must be 6 to 10000: fewer cannot show that a form is faster");
        OptionRules.Check(threads, value => value is >= 0 and <= 256, "must be 0 to 256");
        var command = new Command("forms", "Measures every form of a bundle's encoder beside fp32 on this device and tells the agent which to take.")
        {
            bundle, data, scene, count, grid, provider, batch, rounds, threads, state, json,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(data) is null) == (result.GetValue(scene) is null))
            {
                result.AddError("Name --data FILE or --simulate SCENE: what mAP is measured on.");
            }

            if (result.GetValue(scene) is { } name && !SceneCatalog.Names.Contains(name))
            {
                result.AddError($"There is no scene '{name}'; known are: {string.Join(", ", SceneCatalog.Names)}.");
            }
        });
        command.SetAction((result, cancellationToken) => Task.Run(
            () =>
            {
                var opened = Bundle.Open(result.GetRequiredValue(bundle));
                string[] labels = [.. opened.Labels.Labels.Where(label => label.Enabled).Select(label => label.Id)];
                var (pictures, source) = Pictures(result.GetValue(data), result.GetValue(scene), result.GetValue(count), labels, result.GetValue(grid));
                var options = new FormMeasurementOptions
                {
                    Inference = new InferenceOptions
                    {
                        Providers = [result.GetValue(provider)],
                        Threads = result.GetValue(threads),
                        TensorRt = new TensorRtOptions { MaxBatch = Math.Max(new TensorRtOptions().MaxBatch, result.GetValue(batch)) },
                    },
                    Rounds = result.GetValue(rounds),
                    Batch = result.GetValue(batch),
                };
                var run = new DeviceMeasurementRun(opened, pictures, source, options, ProcessorName.Current(), new StderrLogger(LogLevel.Error));
                var report = run.Run(Output.Error, cancellationToken);
                Keep(result.GetValue(state), report);
                if (result.GetValue(json))
                {
                    Output.Json(report, QuantisationJson.Default.DeviceMeasurementReport);
                }
                else
                {
                    Show(report);
                }

                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static (IPictureSource Pictures, string Source) Pictures(string? data, string? scene, int count, string[] labels, GridSize? grid) =>
        data is not null
            ? (new DatasetPictures(data, labels, grid), data)
            : (new ScenePictures(SceneCatalog.Create(scene!, SceneCatalog.FirstTestSeed), count, labels, grid ?? SceneCatalog.GridOf(scene!)), $"{count} drawn {scene}, seed {SceneCatalog.FirstTestSeed}");

    private static void Keep(DirectoryInfo? state, DeviceMeasurementReport report)
    {
        if (state is null)
        {
            return;
        }

        var path = Path.Combine(state.FullName, DeviceMeasurements.FileName);
        DeviceMeasurements.Read(path).With([.. report.Forms.Select(form => form.Measurement).OfType<DeviceMeasurement>()]).Write(path);
        Output.Error($"{path}: the agent goes by it when it starts next.");
    }

    private static void Show(DeviceMeasurementReport report)
    {
        Output.Table(
            $"{report.Bundle} on {report.Provider}: {report.Samples} samples, batches of {report.Batch}, {report.Processor}",
            ["form", "mAP", "change", "cosine", "ms a batch", "times as fast"],
            report.Forms.Select(form => new[]
            {
                $"{form.Precision} {form.Target}",
                Number(form.Map, "f4"),
                Number(form.Measurement?.Measured.MapChange, "f2"),
                Number(form.Measurement?.Measured.Cosine, "f4"),
                Number(form.Milliseconds?.Median, "f3"),
                form.SpeedUp is { } ratio ? $"{Number(ratio.Median, "f2")} ({Number(ratio.Min, "f2")} .. {Number(ratio.Max, "f2")})" : "-",
            }));
        foreach (var form in report.Forms)
        {
            Console.Out.WriteLine($"{form.File}: {form.Verdict}.");
        }
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
