using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Optimisation;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Text;
using TorchSharp;
using TorchSharp.Modules;

namespace SemanticMlr.Training.Checkpoints;

/// <summary>The state of a run that trains an encoder with its text side.</summary>
internal sealed class TrainingState : ITrainingState, IDisposable
{
    /// <summary>A fresh start; the weights depend on the seed alone.</summary>
    public TrainingState(Recipe recipe, PhraseBook phrases, int seed)
    {
        torch.random.manual_seed(seed);
        Model = new MatchingModel(recipe, phrases.Vocabulary.Size + 1, phrases.Vocabulary.PaddingId);
        Average = new MatchingModel(recipe, phrases.Vocabulary.Size + 1, phrases.Vocabulary.PaddingId);
        WeightAverage.Start(Average.State, Model.State);
        Average.eval();
        Optimizer = ParameterGroups.Optimizer(Model, recipe.Schedule);
    }

    /// <summary>The weights that train.</summary>
    public MatchingModel Model { get; }

    /// <summary>Their running average, which is measured and exported.</summary>
    public MatchingModel Average { get; }

    public AdamW Optimizer { get; }

    /// <inheritdoc/>
    public IReadOnlyList<CheckpointPart> Parts =>
    [
        new("weights.bin", Model.State.Write, Model.State.Read),
        new("average.bin", Average.State.Write, Average.State.Read),
        new("optimizer.bin", Optimizer.save_state_dict, Optimizer.load_state_dict),
    ];

    public void Dispose()
    {
        Optimizer.Dispose();
        Model.Dispose();
        Average.Dispose();
    }
}
