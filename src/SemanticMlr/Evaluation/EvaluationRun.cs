using SemanticMlr.Recognition;

namespace SemanticMlr.Evaluation;

/// <summary>Scores pictures with known truth.</summary>
public static class EvaluationRun
{
    /// <summary>Recognises every sample of every picture.</summary>
    /// <param name="recognizer">Model, labels, head and calibration.</param>
    /// <param name="pictures">What to look at.</param>
    /// <param name="progress">Told after each picture, or null.</param>
    /// <param name="pointing">Told of every sample, or null.</param>
    /// <param name="cancellationToken">Ends the run between two pictures.</param>
    /// <returns>Scores and truth, and the time of all pictures together.</returns>
    public static (EvaluationTable Table, RecognitionTiming Timing) Score(
        Recognizer recognizer, IPictureSource pictures, Action? progress, PointingGame? pointing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        ArgumentNullException.ThrowIfNull(pictures);
        var table = new EvaluationTable([.. recognizer.Snapshot.Table.Labels.Select(label => label.Id)]);
        var timing = default(RecognitionTiming);
        for (var index = 0; index < pictures.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var picture = pictures.Read(index);
            var result = recognizer.Recognize(
                picture.Pixels,
                [.. picture.Samples.Select(sample => sample.Region.Rectangle)],
                pointing is null ? null : (batch, index, sample) => pointing.Look(batch, index, picture.Samples[sample]));
            timing += result.Timing;
            table.BeginImage(picture.Name);
            for (var sample = 0; sample < picture.Samples.Count; sample++)
            {
                table.Add(result.Logits[sample], result.Probabilities[sample], picture.Samples[sample].Labels);
            }

            progress?.Invoke();
        }

        return (table, timing);
    }

    /// <summary>The report on what <see cref="Score"/> gave.</summary>
    /// <param name="table">Scores and truth.</param>
    /// <param name="timing">The time of all pictures together.</param>
    /// <param name="model">The model that scored.</param>
    /// <param name="snapshot">Labels, head, calibration and thresholds.</param>
    /// <param name="rules">What papers do in different ways.</param>
    /// <param name="grid">The grid, as people write it, or null.</param>
    /// <param name="pointing">What was told of the samples, or null.</param>
    /// <param name="random">Random numbers from 0 to below 1, for the interval of mAP.</param>
    public static EvaluationReport Report(
        EvaluationTable table,
        RecognitionTiming timing,
        RecognitionModel model,
        RecognitionSnapshot snapshot,
        EvaluationRules rules,
        string? grid,
        PointingGame? pointing,
        Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(snapshot);
        var images = Math.Max(1, table.Images.Count);
        var report = Evaluator.Report(table, [.. table.Labels.Select((_, label) => (snapshot.Threshold(label), IsDefault(snapshot, label)))], rules, random);
        return report with
        {
            Head = snapshot.Head,
            Provider = model.Provider.Active.ToString(),
            Encoder = model.Provider.Encoder.File,
            Milliseconds = new StageMilliseconds(timing.Preprocess / images, timing.Encode / images, timing.Head / images, timing.Total / images),
            Bundle = model.Bundle.Identity,
            Grid = grid,
            Pointing = pointing?.Counts.Aggregate(default(PointingCounts), (sum, label) => new PointingCounts(sum.Hits + label.Hits, sum.Samples + label.Samples)).Accuracy,
            Labels = pointing is null ? report.Labels : [.. report.Labels.Select((label, index) => label with { PointingCounts = pointing.Counts[index] })],
        };
    }

    private static bool IsDefault(RecognitionSnapshot snapshot, int label) =>
        snapshot.Calibration[label].Provisional && snapshot.Table.Labels[label].Threshold is null;
}
