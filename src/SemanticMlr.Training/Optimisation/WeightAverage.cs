using SemanticMlr.Training.Checkpoints;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Optimisation;

/// <summary>A model that follows the trained one as a running average, statistics of the norms included (Polyak and Juditsky 1992).</summary>
internal static class WeightAverage
{
    /// <summary>Takes one step of the average.</summary>
    /// <param name="average">The model that follows.</param>
    /// <param name="trained">The model that trains.</param>
    /// <param name="keep">What the average keeps of itself, 0..1; less in the first steps, where it would remember the random start.</param>
    /// <param name="step">Number of the step, from 0.</param>
    public static void Follow(ModuleState average, ModuleState trained, double keep, long step)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var kept = (float)Math.Min(keep, (1.0 + step) / (10.0 + step));
        foreach (var (target, source) in average.Floats.Zip(trained.Floats))
        {
            target.mul_(kept).add_(source, 1 - kept);
        }
    }

    /// <summary>Starts the average where the trained model stands.</summary>
    public static void Start(ModuleState average, ModuleState trained)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        foreach (var (target, source) in average.Floats.Zip(trained.Floats))
        {
            target.copy_(source);
        }
    }
}
