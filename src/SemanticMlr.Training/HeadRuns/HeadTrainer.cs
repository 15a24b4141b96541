using SemanticMlr.Datasets;
using SemanticMlr.Training.Data;
using SemanticMlr.Training.Losses;
using SemanticMlr.Training.Optimisation;
using SemanticMlr.Training.Recipes.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Takes the steps of a head's run. A step depends on the state before it, the seed and its number, and on nothing else.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="state">The state.</param>
/// <param name="data">The samples.</param>
/// <param name="labels">Numbers of the labels trained on.</param>
internal sealed class HeadTrainer(HeadRecipe recipe, HeadState state, HeadData data, int[] labels)
{
    private const double LargestGradientNorm = 5;

    private readonly MissingLabelLoss _loss = new(recipe.Loss, state.Pseudo);
    private readonly int[] _samples = Usable(recipe, data, labels);

    /// <summary>Steps of a pass.</summary>
    public int StepsPerPass => (_samples.Length + recipe.Schedule.Batch - 1) / recipe.Schedule.Batch;

    /// <summary>The samples of the steps of a pass, in a new order each.</summary>
    public IEnumerable<int[]> Batches(int pass)
    {
        var order = (int[])_samples.Clone();
        new Random(StepSeed.Of(recipe.Seed, pass)).Shuffle(order);
        return order.Chunk(recipe.Schedule.Batch);
    }

    /// <summary>Takes a step.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="step">Number of the step, from 0.</param>
    /// <returns>The loss before the step.</returns>
    public double Step(int[] samples, long step)
    {
        using var scope = NewDisposeScope();
        var seed = StepSeed.Of(~recipe.Seed, step);
        torch.random.manual_seed(seed);
        StagedParameters.SetRate(state.Optimizer, recipe.Schedule, LearningRate.At(recipe.Schedule, (double)step / StepsPerPass));
        state.Model.Train(recipe.Encoder.Trained?.FrozenStages ?? 0);
        state.Optimizer.zero_grad();
        var (global, patches) = data.TrainingSource.Encode(state.Model, samples, new Random(seed));
        var logits = state.Model.Logits(global, patches, labels);
        var loss = _loss.Of(logits, Observations.Of(Signs(samples)), samples, labels, (int)(step / StepsPerPass));
        if (state.Teacher is { } teacher)
        {
            loss += recipe.Loss.Distillation * (global - Taught(teacher, samples, seed)).abs().mean();
        }

        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            return value;
        }

        loss.backward();
        nn.utils.clip_grad_norm_(state.Model.parameters().Where(parameter => parameter.requires_grad), LargestGradientNorm);
        state.Optimizer.step();
        WeightAverage.Follow(state.Average.State, state.Model.State, recipe.Schedule.Average, step);
        return value;
    }

    private Tensor Taught(HeadModel teacher, int[] samples, int seed)
    {
        using var noGradients = no_grad();
        return data.TrainingSource.Encode(teacher, samples, new Random(seed)).Global;
    }

    /// <summary>+1, -1, 0 for present, absent, unknown [B, C].</summary>
    private Tensor Signs(int[] samples)
    {
        var signs = new float[samples.Length * labels.Length];
        for (var row = 0; row < samples.Length; row++)
        {
            for (var column = 0; column < labels.Length; column++)
            {
                signs[row * labels.Length + column] = data.Observed[samples[row]][labels[column]] switch { Truth.Present => 1, Truth.Absent => -1, _ => 0 };
            }
        }

        return tensor(signs, [samples.Length, labels.Length]);
    }

    /// <summary>The ranking loss drops samples without a positive (sigrl.md 2.7).</summary>
    private static int[] Usable(HeadRecipe recipe, HeadData data, int[] labels) => recipe.Loss.Kind == HeadLossKind.Ranking
        ? [.. data.Split.Training.Where(sample => labels.Any(label => data.Observed[sample][label] == Truth.Present))]
        : data.Split.Training;
}
