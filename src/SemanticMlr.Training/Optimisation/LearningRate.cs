using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Optimisation;

/// <summary>The learning rate of a step: a linear rise, a plateau, a linear fall to zero (Zhai et al. 2022, "Scaling Vision Transformers", section 3.5).</summary>
internal static class LearningRate
{
    /// <param name="schedule">Highest rate, length of the rise and of the fall.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="steps">Steps of the whole run.</param>
    public static double At(ScheduleRecipe schedule, long step, long steps)
    {
        var rise = schedule.WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / schedule.WarmUpSteps);
        var fall = Math.Min(1, (double)(steps - step) / schedule.DecaySteps);
        return schedule.LearningRate * rise * fall;
    }
}
