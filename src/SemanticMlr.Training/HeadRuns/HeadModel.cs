using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Features;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Recipes.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>All that a head's run trains: encoder or projection, label vectors, label graph, head.</summary>
internal sealed class HeadModel : nn.Module
{
    /// <param name="recipe">The recipe.</param>
    /// <param name="vectors">Labels and given vectors.</param>
    /// <param name="features">Sizes of the frozen encoder's features; null where the encoder is trained.</param>
    public HeadModel(HeadRecipe recipe, LabelVectors vectors, FeatureShape? features)
        : base(nameof(HeadModel))
    {
        if (recipe.Encoder.Trained is { } trained)
        {
            Image = new ImageEncoder(trained.Layers, recipe.Dimension, trained.Image.Border, trained.PatchPool);
            register_module("image", Image);
        }
        else
        {
            ArgumentNullException.ThrowIfNull(features);
            Projection = new FeatureProjection(features.Global, features.Patch, recipe.Dimension, recipe.Encoder.Frozen!.Dropout);
            register_module("projection", Projection);
        }

        Labels = new LabelEmbeddings(vectors, recipe.Dimension, recipe.Labels.Centre);
        Graph = HeadDesign.Graph(recipe.Head, recipe.Dimension);
        Head = HeadDesign.Head(recipe.Head, recipe.Dimension);
        register_module("labels", Labels);
        register_module("head", Head);
        if (Graph is not null)
        {
            register_module("graph", Graph);
        }

        State = new ModuleState(this);
    }

    /// <summary>The trained encoder, or null where it is frozen.</summary>
    public ImageEncoder? Image { get; }

    /// <summary>The projection behind a frozen encoder, or null.</summary>
    public FeatureProjection? Projection { get; }

    public LabelEmbeddings Labels { get; }

    /// <summary>The label graph (GMC), or null.</summary>
    public LabelGraph? Graph { get; }

    public MatchingHead Head { get; }

    /// <summary>Weights and statistics.</summary>
    public ModuleState State { get; }

    /// <summary>Goes into training, the first stages of the encoder excepted: their norms keep their statistics.</summary>
    /// <param name="frozenStages">How many.</param>
    public void Train(int frozenStages)
    {
        train();
        foreach (var module in (Image?.Stages ?? []).Take(frozenStages).SelectMany(stage => stage))
        {
            module.eval();
        }
    }

    /// <summary>Logits [B, C] of the labels named, which alone make up the graph.</summary>
    /// <param name="global">[B, D].</param>
    /// <param name="patches">[B, P, D].</param>
    /// <param name="labels">Numbers of labels.</param>
    public Tensor Logits(Tensor global, Tensor patches, IReadOnlyList<int> labels)
    {
        var embeddings = Labels.Of(tensor(labels.Select(label => (long)label).ToArray()));
        return Head.Score(global, patches, embeddings, Graph is null ? embeddings : Graph.forward(embeddings));
    }
}
