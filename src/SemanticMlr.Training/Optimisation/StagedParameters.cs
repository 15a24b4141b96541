using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Recipes.Heads;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Optimisation;

/// <summary>AdamW whose learning rate falls from the head down the stages of a trained encoder; frozen stages are left out (sigrl.md 2.8).</summary>
internal static class StagedParameters
{
    /// <summary>The optimiser, with the share of the rate of each group as its initial rate.</summary>
    public static AdamW Optimizer(HeadModel model, HeadRecipe recipe)
    {
        var groups = Stages(model.Image, recipe.Encoder.Trained)
            .Select(stage => (stage.Share, Parameters: stage.Modules.SelectMany(module => module.parameters()).DistinctBy(parameter => parameter.Handle).ToArray()))
            .ToList();
        var staged = groups.SelectMany(group => group.Parameters).Select(parameter => parameter.Handle).ToHashSet();
        var rest = model.parameters().DistinctBy(parameter => parameter.Handle).Where(parameter => !staged.Contains(parameter.Handle)).ToArray();
        groups.Add((1, rest));
        foreach (var parameter in groups.Where(group => group.Share == 0).SelectMany(group => group.Parameters))
        {
            parameter.requires_grad = false;
        }

        return optim.AdamW(groups.Where(group => group.Share > 0).SelectMany(group => Split(group.Parameters, group.Share, recipe.Schedule)));
    }

    /// <summary>Sets the rate of every group for a step.</summary>
    /// <param name="optimizer">Made by <see cref="Optimizer"/>.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="rate">The rate of the head.</param>
    public static void SetRate(AdamW optimizer, HeadScheduleRecipe schedule, double rate)
    {
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = group.InitialLearningRate / schedule.LearningRate * rate;
        }
    }

    /// <summary>The stages of the encoder from the pixels up, with their share of the rate; 0 for frozen ones.</summary>
    private static IEnumerable<(double Share, IReadOnlyList<nn.Module> Modules)> Stages(ImageEncoder? image, TrainedEncoderRecipe? recipe)
    {
        if (image is null || recipe is null)
        {
            return [];
        }

        var stages = image.Stages;
        return stages.Select((modules, index) => (index < recipe.FrozenStages ? 0 : Math.Pow(recipe.LayerDecay, stages.Count - index), modules));
    }

    private static IEnumerable<AdamW.ParamGroup> Split(IReadOnlyList<Parameter> parameters, double share, HeadScheduleRecipe schedule)
    {
        var matrices = parameters.ToLookup(parameter => parameter.dim() > 1);
        foreach (var decays in new[] { true, false })
        {
            if (matrices[decays].Any())
            {
                yield return new AdamW.ParamGroup(matrices[decays], share * schedule.LearningRate, weight_decay: decays ? schedule.WeightDecay : 0);
            }
        }
    }
}
