using System.Globalization;
using Microsoft.Extensions.Logging;
using SemanticMlr.Training.Export;
using SemanticMlr.Training.VisionLanguage;

namespace SemanticMlr.Cli.Commands;

/// <summary>What <c>mlr train</c> does with a recipe on a rendered scene.</summary>
internal static class VisionLanguageTraining
{
    /// <summary>Trains, measures, writes the bundle and shows what came out.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="output">Folder of the bundle, or null for none.</param>
    /// <param name="json">One line of JSON instead of text.</param>
    public static int Run(VisionLanguageOptions options, string? output, bool json)
    {
        using var interrupt = new InterruptSignal();
        Output.Error($"Checkpoint, log and figures: {options.StateFolder}");
        using var run = new VisionLanguageRun(options, TimeProvider.System, new TrainingProgressLine(Console.Error));
        var result = run.ExecuteAsync(interrupt.Token).GetAwaiter().GetResult();
        if (!result.Finished)
        {
            Output.Error($"Interrupted after step {result.Steps}; the same command goes on from there.");
            return ExitCodes.Interrupted;
        }

        if (output is not null)
        {
            Output.Error("writing, proving and calibrating the bundle");
            var writesCard = new VisionLanguageBundleWriter(output, options.Recipe).Write(run, result, new StderrLogger(LogLevel.Warning));
            Output.Error(writesCard ? $"Bundle: {output}" : $"Bundle: {output}; its MODEL_CARD.md was kept: bring its figures up to date.");
        }

        if (json)
        {
            Output.Json(result, VisionLanguageJson.Default.VisionLanguageResult);
            return ExitCodes.Done;
        }

        Output.Table(
            string.Create(CultureInfo.InvariantCulture, $"{result.Steps} steps in {result.Seconds:F0} s, seed {result.Seed}; mAP on pictures that did not train"),
            ["head", $"{result.Seen} phrases trained on", $"{result.Unseen} held out"],
            result.Validation.Select(figures => (string[])
            [
                figures.Head, figures.Seen.ToString("F4", CultureInfo.InvariantCulture), figures.Unseen.ToString("F4", CultureInfo.InvariantCulture),
            ]));
        return ExitCodes.Done;
    }
}
