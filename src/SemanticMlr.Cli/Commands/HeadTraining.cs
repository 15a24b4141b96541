using System.Globalization;
using Microsoft.Extensions.Logging;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.HeadRuns;

namespace SemanticMlr.Cli.Commands;

/// <summary>What <c>mlr train</c> does with a head recipe.</summary>
internal static class HeadTraining
{
    /// <summary>Trains, measures, writes the bundle and shows what came out.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="recipePath">The recipe's file; the bundle goes to the folder <c>local</c> beside the file's own where no other is named.</param>
    /// <param name="output">Folder of the bundle, or null.</param>
    /// <param name="json">One line of JSON instead of text.</param>
    public static int Run(HeadRunOptions options, string recipePath, string? output, bool json)
    {
        using var interrupt = new InterruptSignal();
        Output.Error($"Checkpoint, log and figures: {options.StateFolder}");
        using var run = new HeadRun(options, TimeProvider.System, new PassProgressLine(Console.Error), new CountProgressLine(Console.Error, "features", TimeProvider.System).Report, Output.Error, interrupt.Token);
        var result = run.Execute(interrupt.Token);
        if (!result.Finished)
        {
            Output.Error($"Interrupted after pass {result.Passes}; the same command goes on from there.");
            return ExitCodes.Interrupted;
        }

        output ??= Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(recipePath))!, "..", "local", options.Recipe.Name));
        var writesCard = new HeadBundleWriter(output, options).Write(run, result, new StderrLogger(LogLevel.Warning));
        Output.Error(writesCard ? $"Bundle: {output}" : $"Bundle: {output}; its MODEL_CARD.md was kept: bring its figures up to date.");

        if (json)
        {
            Output.Json(result, HeadJson.Default.HeadResult);
        }
        else
        {
            Console.Out.WriteLine(Describe(result));
        }

        return ExitCodes.Done;
    }

    private static string Describe(HeadResult result)
    {
        var culture = CultureInfo.InvariantCulture;
        var chosen = result.ValidationMap is { } map ? string.Create(culture, $", validation mAP {map:F4}") : "";
        var lines = new List<string> { string.Create(culture, $"{result.Passes} passes over {result.TrainingSamples} samples in {result.Seconds:F0} s, pass {result.BestPass} taken{chosen}") };
        foreach (var (labels, figures) in result.Figures)
        {
            var micro = figures.MicroF1 is { } f1 ? string.Create(culture, $", micro-F1 {f1:F4}") : "";
            lines.Add(string.Create(culture, $"{labels}: mAP {figures.Map:F4} on {figures.Samples} samples{micro}, F1@3 {figures.F1At3:F4}, F1@5 {figures.F1At5:F4}"));
            lines.AddRange(figures.Ap.Select(pair => string.Create(culture, $"  {pair.Key,-20} {pair.Value?.ToString("F4", culture) ?? "no positive"}")));
        }

        return string.Join(Environment.NewLine, lines);
    }
}
