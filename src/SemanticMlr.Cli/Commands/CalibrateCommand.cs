using System.CommandLine;
using SemanticMlr.Bundles;
using SemanticMlr.Evaluation;
using SemanticMlr.Recognition;

namespace SemanticMlr.Cli.Commands;

/// <summary><c>mlr calibrate</c>: turns scores into probabilities and chooses thresholds by a rule that a plant thinks in.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var options = new RecognitionOptions();
        var data = new Option<string>("--data") { Description = "The data set: JSON lines; images lie relative to it.", Required = true };
        var bestF1 = new Option<bool>("--best-f1") { Description = "Thresholds where F1 is best." };
        var recall = new Option<double?>("--recall") { Description = "The highest thresholds that find this share of what holds, above 0 to 1." };
        var falseAlarms = new Option<double?>("--false-alarms") { Description = "The lowest thresholds with at most so many false alarms of each label per 1,000 frames; each wrongly reported region of a frame counts." };
        var output = new Option<string?>("--out") { Description = "The file to write; otherwise the bundle's calibration of the head, or the one beside --label-list." };
        var prefix = new Option<int>("--group-prefix") { Description = "Images whose file names begin with the same so many characters are held out together (5 for DeepPCB: one board); 0 takes each image by itself.", DefaultValueFactory = _ => 0 };
        var command = new Command("calibrate", "Fits probabilities and thresholds, says what to expect of them, and writes the calibration file.") { data, bestF1, recall, falseAlarms, output, prefix };
        options.AddTo(command);
        OptionRules.Check(recall, share => share is > 0 and <= 1, "must be above 0 and at most 1, as 0.98");
        OptionRules.Check(falseAlarms, most => most is >= 0, "must be 0 or more");
        OptionRules.Check(prefix, length => length >= 0, "must be 0 or more");
        command.Validators.Add(result =>
        {
            var chosen = (result.GetValue(bestF1) ? 1 : 0) + (result.GetValue(recall) is null ? 0 : 1) + (result.GetValue(falseAlarms) is null ? 0 : 1);
            if (chosen != 1)
            {
                result.AddError("Name one rule: --best-f1, --recall SHARE or --false-alarms N (per 1,000 frames).");
            }
        });
        command.SetAction((result, cancellationToken) => Task.Run(
            () =>
            {
                ThresholdRule rule = result.GetValue(recall) is { } share ? new ThresholdRule.Recall(share)
                    : result.GetValue(falseAlarms) is { } most ? new ThresholdRule.FalseAlarms(most)
                    : new ThresholdRule.BestF1();
                var (model, snapshot) = options.Load(result, calibrated: false);
                using (model)
                {
                    var target = result.GetValue(output) ?? Target(model.Bundle, snapshot.Head, result.GetValue(options.LabelList));
                    var pictures = new DatasetPictures(result.GetRequiredValue(data), [.. snapshot.Table.Labels.Select(label => label.Id)], result.GetValue(options.Grid));
                    var (table, _) = ScoringProgress.Score(model, snapshot, pictures, pointing: null, cancellationToken);
                    var outcome = Calibrator.Run(table, rule, result.GetValue(prefix));
                    var report = new CalibrationReport(
                        target, rule.ToString(), model.Bundle.Identity, snapshot.Head, table.Images.Count, table.Samples, outcome.Folds, CalibrationReport.Describe(table, outcome));
                    CalibrationOutput.Write(report, CalibrationKey.Of(model, snapshot.Table, snapshot.Head));
                    CalibrationOutput.Show(report, snapshot, result.GetValue(options.Json));
                }

                return ExitCodes.Done;
            },
            cancellationToken));
        return command;
    }

    private static string Target(Bundle bundle, string head, string? labelList)
    {
        if (labelList is not null)
        {
            return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(labelList))!, CalibrationFile.FileName);
        }

        return bundle.Manifest.Heads[head].Calibration is { } file
            ? bundle.PathOf(file)
            : throw new BundleException(bundle.Folder, $"{BundleManifest.FileName} names no calibration file for head {head}; name one there (heads.{head}.calibration) or use --out");
    }
}
