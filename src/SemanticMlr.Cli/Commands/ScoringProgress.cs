using SemanticMlr.Evaluation;
using SemanticMlr.Recognition;
using Spectre.Console;

namespace SemanticMlr.Cli.Commands;

/// <summary>Scores pictures with a progress bar on stderr.</summary>
internal static class ScoringProgress
{
    public static (EvaluationTable Table, RecognitionTiming Timing) Score(
        RecognitionModel model, RecognitionSnapshot snapshot, IPictureSource pictures, PointingGame? pointing, CancellationToken cancellationToken)
    {
        using var recognizer = new Recognizer(model, snapshot);
        return Output.Diagnostics.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask($"{pictures.Count} images", maxValue: pictures.Count);
                return EvaluationRun.Score(recognizer, pictures, () => task.Increment(1), pointing, cancellationToken);
            });
    }
}
