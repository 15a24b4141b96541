using SemanticMlr.Evaluation;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;

namespace SemanticMlr.Training.Export;

/// <summary>Fits the calibration of a head to scores of samples that it was not trained on, and writes it into the bundle.</summary>
internal static class CalibrationWriter
{
    /// <summary>Writes the file and says what to expect of it.</summary>
    /// <param name="model">The bundle, loaded.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="head">Name of the head.</param>
    /// <param name="table">Logits and truth.</param>
    /// <param name="rule">How thresholds are chosen.</param>
    /// <param name="groupPrefix">As in <see cref="FoldSplit.Split"/>.</param>
    public static CalibrationReport Write(RecognitionModel model, LabelTable labels, string head, EvaluationTable table, ThresholdRule rule, int groupPrefix)
    {
        var outcome = Calibrator.Run(table, rule, groupPrefix);
        var described = CalibrationReport.Describe(table, outcome);
        var key = CalibrationKey.Of(model, labels, head);
        var path = model.Bundle.PathOf(model.Bundle.Manifest.Heads[head].Calibration ?? $"calibration.{head}.json");
        var file = new CalibrationFile
        {
            Bundle = model.Bundle.Identity,
            Head = head,
            EncoderSha256 = key.EncoderSha256,
            HeadSha256 = key.HeadSha256,
            ListHash = key.ListHash,
            Rule = rule.ToString(),
            Labels = described.ToDictionary(label => label.Label, label => label.ToEntry(), StringComparer.Ordinal),
        };
        file.Write(path);
        return new CalibrationReport(path, file.Rule, file.Bundle, head, table.Images.Count, table.Samples, outcome.Folds, described);
    }
}
