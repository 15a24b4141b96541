using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Optimisation;
using SemanticMlr.Training.Recipes;
using SemanticMlr.Training.Text;
using TorchSharp;
using TorchSharp.Modules;

namespace SemanticMlr.Training.Checkpoints;

/// <summary>What changes from step to step, and what a checkpoint therefore holds.</summary>
internal sealed class TrainingState : IDisposable
{
    /// <summary>A fresh start; the weights depend on the seed alone.</summary>
    public TrainingState(Recipe recipe, PhraseBook phrases, int seed)
    {
        torch.random.manual_seed(seed);
        Model = new MatchingModel(recipe, phrases.Vocabulary.Size + 1, phrases.Vocabulary.PaddingId);
        Average = new MatchingModel(recipe, phrases.Vocabulary.Size + 1, phrases.Vocabulary.PaddingId);
        WeightAverage.Start(Average, Model);
        Average.eval();
        Optimizer = ParameterGroups.Optimizer(Model, recipe.Schedule);
    }

    /// <summary>The weights that train.</summary>
    public MatchingModel Model { get; }

    /// <summary>Their running average, which is measured and exported.</summary>
    public MatchingModel Average { get; }

    public AdamW Optimizer { get; }

    public void Dispose()
    {
        Optimizer.Dispose();
        Model.Dispose();
        Average.Dispose();
    }
}
