using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Optimisation;
using SemanticMlr.Training.Recipes.VisionLanguage;
using SemanticMlr.Training.Text;
using TorchSharp;
using TorchSharp.Modules;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>What changes from step to step.</summary>
internal sealed class VisionLanguageState : ITrainingState, IDisposable
{
    /// <summary>A fresh start; the weights depend on the recipe alone.</summary>
    public VisionLanguageState(VisionLanguageRecipe recipe, PhraseBook phrases)
    {
        torch.random.manual_seed(recipe.Seed);
        Model = new VisionLanguageModel(recipe, phrases.Vocabulary.Size + 1, phrases.Vocabulary.PaddingId);
        Average = new VisionLanguageModel(recipe, phrases.Vocabulary.Size + 1, phrases.Vocabulary.PaddingId);
        WeightAverage.Start(Average.State, Model.State);
        Average.eval();
        Optimizer = ParameterGroups.Optimizer(Model, recipe.Schedule.LearningRate, recipe.Schedule.WeightDecay);
    }

    /// <summary>The weights that train.</summary>
    public VisionLanguageModel Model { get; }

    /// <summary>Their running average, which is measured and exported.</summary>
    public VisionLanguageModel Average { get; }

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
        Average.Dispose();
        Model.Dispose();
    }
}
