using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Losses;
using SemanticMlr.Training.Optimisation;
using SemanticMlr.Training.Recipes.Heads;
using TorchSharp;
using TorchSharp.Modules;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>What changes from pass to pass in a head's run.</summary>
internal sealed class HeadState : ITrainingState, IDisposable
{
    /// <summary>A fresh start; the weights depend on recipe and data alone.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Labels, sizes and samples.</param>
    /// <param name="start">Changes the fresh weights before anything else sees them, or null.</param>
    public HeadState(HeadRecipe recipe, HeadData data, Action<HeadModel>? start)
    {
        torch.random.manual_seed(recipe.Seed);
        Model = new HeadModel(recipe, data.Labels, data.Features);
        start?.Invoke(Model);
        Average = new HeadModel(recipe, data.Labels, data.Features);
        WeightAverage.Start(Average.State, Model.State);
        Average.eval();
        if (recipe.Loss.Distillation > 0)
        {
            Teacher = new HeadModel(recipe, data.Labels, data.Features);
            WeightAverage.Start(Teacher.State, Model.State);
            Teacher.eval();
        }

        Optimizer = StagedParameters.Optimizer(Model, recipe);
        Pseudo = new PseudoLabels(recipe.Loss, data.Observed.Count, data.Labels.Labels.Count);
    }

    /// <summary>The weights that train.</summary>
    public HeadModel Model { get; }

    /// <summary>Their running average, which is measured and exported.</summary>
    public HeadModel Average { get; }

    /// <summary>The start, whose <c>global</c> the model stays near to, or null. Made again from the seed, so no part of a checkpoint.</summary>
    public HeadModel? Teacher { get; }

    public AdamW Optimizer { get; }

    /// <summary>What earlier passes made of unknown cells.</summary>
    public PseudoLabels Pseudo { get; }

    /// <summary>The best pass so far.</summary>
    public BestPass Best { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointPart> Parts =>
    [
        new("weights.bin", Model.State.Write, Model.State.Read),
        new("average.bin", Average.State.Write, Average.State.Read),
        new("optimizer.bin", Optimizer.save_state_dict, Optimizer.load_state_dict),
        new("pseudo.bin", Pseudo.Write, Pseudo.Read),
        new("best.bin", Best.Write, Best.Read),
    ];

    public void Dispose()
    {
        Optimizer.Dispose();
        Teacher?.Dispose();
        Average.Dispose();
        Model.Dispose();
    }
}
