using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SemanticMlr.Bundles;
using SemanticMlr.Datasets;
using SemanticMlr.Evaluation;
using SemanticMlr.Inference;
using SemanticMlr.Labels;
using SemanticMlr.Recognition;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Runs;

namespace SemanticMlr.Training.Export;

/// <summary>Calibrates a bundle whose weights saw every image by what models of the same recipe said of boards that they had not seen.</summary>
/// <remarks>Fitted to its own training images a model looks surer than it is, and its thresholds would be too high or too low for the plant.</remarks>
public static class HeldOutCalibration
{
    /// <summary>Makes sure that a bundle comes from a recipe, its number of passes apart. Call it before the folds are trained.</summary>
    /// <exception cref="BundleException">The bundle cannot be used, has other labels, or was trained by another recipe.</exception>
    public static void Check(string bundleFolder, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var bundle = Bundle.Open(bundleFolder);
        string[] labels = [.. bundle.Labels.Labels.Where(label => label.Enabled).Select(label => label.Id)];
        if (!labels.SequenceEqual(recipe.Labels.Select(label => label.Id)))
        {
            throw new BundleException(
                bundle.PathOf(bundle.Manifest.Labels),
                $"the labels are {string.Join(", ", labels)}, those of the recipe {string.Join(", ", recipe.Labels.Select(label => label.Id))}; "
                + "name a bundle of this recipe with --calibrate");
        }

        // Bundles of earlier versions only carry the hash with the number of passes.
        var matches = Provenance(bundle, "recipeSha256WithoutEpochs") is { } hash
            ? hash == RecipeReader.HashWithoutEpochs(recipe)
            : Provenance(bundle, "recipeSha256") == RecipeReader.Hash(recipe);
        if (!matches)
        {
            throw new BundleException(
                bundle.PathOf(BundleManifest.FileName),
                "\"provenance\" names another recipe than the one that is cross-validated; what its models say does not calibrate this bundle: "
                + "name a bundle of this recipe with --calibrate, or train one with mlr train --out");
        }
    }

    /// <summary>Writes the calibration file of each head and returns what to expect of each.</summary>
    /// <param name="bundleFolder">The bundle.</param>
    /// <param name="scores">Tiles of every fold.</param>
    /// <param name="recipe">The recipe of the bundle and of the folds; its number of passes may differ.</param>
    /// <param name="logger">Told how the bundle was loaded.</param>
    /// <exception cref="BundleException">The bundle cannot be used, or is not of this recipe.</exception>
    public static IReadOnlyList<CalibrationReport> Write(string bundleFolder, IReadOnlyList<TileScore> scores, Recipe recipe, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Check(bundleFolder, recipe);
        var bundle = Bundle.Open(bundleFolder);
        using var model = RecognitionModel.Load(bundle, new InferenceOptions { Providers = [ExecutionProvider.Cpu] }, cache: null, logger);
        var labels = model.CreateLabelTable(bundle.Labels);
        return
        [
            Write(model, labels, "mkt", scores, score => score.Mkt, recipe.GroupPrefix),
            Write(model, labels, "clip", scores, score => score.Clip, recipe.GroupPrefix),
        ];
    }

    private static CalibrationReport Write(
        RecognitionModel model, LabelTable labels, string head, IReadOnlyList<TileScore> scores, Func<TileScore, IReadOnlyList<float>> logits, int groupPrefix)
    {
        var table = new EvaluationTable([.. labels.Labels.Select(label => label.Id)]);
        foreach (var score in scores)
        {
            float[] values = [.. logits(score)];
            table.BeginImage(score.Image);
            table.Add(values, values, [.. score.Truth.Select(holds => holds ? Truth.Present : Truth.Absent)]);
        }

        return CalibrationWriter.Write(model, labels, head, table, new ThresholdRule.BestF1(), groupPrefix);
    }

    private static string? Provenance(Bundle bundle, string name) =>
        bundle.Manifest.Provenance?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
