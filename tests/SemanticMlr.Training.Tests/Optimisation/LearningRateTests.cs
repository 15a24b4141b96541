using SemanticMlr.Training.Optimisation;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Tests.Optimisation;

public sealed class LearningRateTests
{
    private static readonly ScheduleRecipe Schedule = TinyRecipe.Create().Schedule with { LearningRate = 0.1, WarmUpSteps = 10, DecaySteps = 100 };

    [Fact]
    public void The_rate_rises_stays_and_falls()
    {
        Assert.Equal(0.01, LearningRate.At(Schedule, 0, 1000), 4);
        Assert.Equal(0.1, LearningRate.At(Schedule, 500, 1000), 6);
        Assert.Equal(0.05, LearningRate.At(Schedule, 950, 1000), 6);
        Assert.Equal(0.001, LearningRate.At(Schedule, 999, 1000), 6);
    }

    [Fact]
    public void Without_a_rise_it_begins_at_the_top() => Assert.Equal(0.1, LearningRate.At(Schedule with { WarmUpSteps = 0 }, 0, 1000), 9);
}
