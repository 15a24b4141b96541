using SemanticMlr.Training.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Optimisation;

/// <summary>AdamW (Loshchilov and Hutter 2019) with weight decay on matrices and kernels only.</summary>
internal static class ParameterGroups
{
    public static AdamW Optimizer(nn.Module model, ScheduleRecipe schedule) => Optimizer(model, schedule.LearningRate, schedule.WeightDecay);

    public static AdamW Optimizer(nn.Module model, double learningRate, double weightDecay)
    {
        var parameters = model.parameters().ToLookup(parameter => parameter.dim() > 1);
        return optim.AdamW(
        [
            new AdamW.ParamGroup(parameters[true], learningRate, weight_decay: weightDecay),
            new AdamW.ParamGroup(parameters[false], learningRate, weight_decay: 0),
        ]);
    }
}
