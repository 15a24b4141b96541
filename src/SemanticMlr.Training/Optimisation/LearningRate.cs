using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Optimisation;

/// <summary>The learning rate of a step: a linear rise, then a half cosine to zero (Loshchilov and Hutter 2017).</summary>
internal static class LearningRate
{
    /// <param name="schedule">Highest rate and length of the rise.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="steps">Steps of the whole run.</param>
    public static double At(ScheduleRecipe schedule, long step, long steps)
    {
        var rise = schedule.WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / schedule.WarmUpSteps);
        return schedule.LearningRate * rise * (0.5 + 0.5 * Math.Cos(Math.PI * step / steps));
    }
}
