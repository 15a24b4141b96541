using SemanticMlr.Training.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Optimisation;

/// <summary>AdamW (Loshchilov and Hutter 2019) with weight decay on matrices and kernels only.</summary>
internal static class ParameterGroups
{
    public static AdamW Optimizer(nn.Module model, ScheduleRecipe schedule)
    {
        var parameters = model.parameters().ToLookup(parameter => parameter.dim() > 1);
        return optim.AdamW(
        [
            new AdamW.ParamGroup(parameters[true], schedule.LearningRate, weight_decay: schedule.WeightDecay),
            new AdamW.ParamGroup(parameters[false], schedule.LearningRate, weight_decay: 0),
        ]);
    }
}
