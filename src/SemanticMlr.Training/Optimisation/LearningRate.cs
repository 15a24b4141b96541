using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Recipes.Heads;

namespace SemanticMlr.Training.Optimisation;

/// <summary>The learning rate of a step.</summary>
internal static class LearningRate
{
    /// <summary>A linear rise, a plateau, a linear fall to zero (Zhai et al. 2022, "Scaling Vision Transformers", section 3.5).</summary>
    /// <param name="schedule">Highest rate, length of the rise and of the fall.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="steps">Steps of the whole run.</param>
    public static double At(ScheduleRecipe schedule, long step, long steps) =>
        At(schedule.LearningRate, schedule.WarmUpSteps, schedule.DecaySteps, step, steps);

    /// <inheritdoc cref="At(ScheduleRecipe, long, long)"/>
    /// <param name="highest">Highest rate.</param>
    /// <param name="warmUp">Steps of the rise.</param>
    /// <param name="decay">Steps of the fall.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="steps">Steps of the whole run.</param>
    public static double At(double highest, int warmUp, int decay, long step, long steps)
    {
        var rise = warmUp == 0 ? 1 : Math.Min(1, (step + 1.0) / warmUp);
        var fall = Math.Min(1, (double)(steps - step) / decay);
        return highest * rise * fall;
    }

    /// <summary>A linear rise, then half a cosine (sigrl.md 2.8).</summary>
    /// <param name="schedule">Highest and last rate, length of the rise.</param>
    /// <param name="passes">Passes done, with the fraction of the current one.</param>
    public static double At(HeadScheduleRecipe schedule, double passes)
    {
        if (passes < schedule.WarmUpPasses)
        {
            return schedule.LearningRate * passes / schedule.WarmUpPasses;
        }

        var share = (passes - schedule.WarmUpPasses) / (schedule.Passes - schedule.WarmUpPasses);
        return schedule.FinalRate + (schedule.LearningRate - schedule.FinalRate) * (1 + Math.Cos(Math.PI * share)) / 2;
    }
}
