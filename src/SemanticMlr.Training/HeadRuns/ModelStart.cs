using SemanticMlr.Datasets;
using SemanticMlr.Training.Baselines;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>What a recipe starts from instead of random weights.</summary>
internal static class ModelStart
{
    /// <summary>Changes the fresh weights of a model.</summary>
    /// <exception cref="RecipeException">The weights to start from are missing, damaged, or of other layers.</exception>
    public static void Apply(HeadModel model, HeadRecipe recipe, HeadData data, string root)
    {
        if (recipe.Encoder.Trained?.Start is { } start)
        {
            Read(model, Path.GetFullPath(Path.Combine(root, start)));
        }

        if (recipe.Encoder.Frozen is { RidgeStart: true })
        {
            Regress(model, recipe, data);
        }
    }

    private static void Read(HeadModel model, string path)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            model.State.Read(reader, "image.");
        }
#pragma warning disable CA1031 // What the reader of TorchSharp throws on other bytes is of many types; all of them mean the same here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new RecipeException($"{path}: cannot start from it: {exception.Message} Name the average.bin of a run with the same \"layers\".", exception);
        }
    }

    /// <summary>Both projections start at the regression from <c>global</c> to the mean vector of the labels that a training sample is known to have.</summary>
    private static void Regress(HeadModel model, HeadRecipe recipe, HeadData data)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (inputs, targets) = RegressionTargets(recipe, data, model.Labels.Of(arange(data.Labels.Labels.Count)));
        var (weight, bias) = RidgeRegression.Fit(inputs, targets, RidgeRegression.DefaultPenalty);
        foreach (var layer in new[] { model.Projection!.Global, model.Projection.Patch })
        {
            if (layer.weight!.shape.SequenceEqual(weight.shape))
            {
                layer.weight.copy_(weight);
                layer.bias!.copy_(bias);
            }
        }
    }

    /// <summary>The given label vectors as a model of the recipe reads them [C, D].</summary>
    public static Tensor LabelRows(HeadRecipe recipe, HeadData data) =>
        new LabelEmbeddings(data.Labels, recipe.Dimension, recipe.Labels.Centre).Of(arange(data.Labels.Labels.Count));

    /// <summary>Global vectors [N, G] of the training samples with a known label, and the mean vectors of those labels [N, D].</summary>
    public static (Tensor Inputs, Tensor Targets) RegressionTargets(HeadRecipe recipe, HeadData data, Tensor vectors)
    {
        var seen = LabelNumbers.Seen(recipe, data);
        int[] samples = [.. data.Split.Training.Where(sample => seen.Any(label => data.Observed[sample][label] == Truth.Present))];
        var targets = stack(samples.Select(sample =>
            vectors.index_select(0, tensor(seen.Where(label => data.Observed[sample][label] == Truth.Present).Select(label => (long)label).ToArray())).mean([0])));
        return (((FrozenSource)data.TrainingSource).Globals(samples), targets);
    }
}
