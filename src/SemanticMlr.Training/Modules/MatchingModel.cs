using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.Recipes;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules;

/// <summary>All that is trained: image encoder, text encoder and heads.</summary>
internal sealed class MatchingModel : nn.Module
{
    public MatchingModel(Recipe recipe, int vocabulary, int padding)
        : base(nameof(MatchingModel))
    {
        Image = new ImageEncoder(recipe.Encoder, recipe.Dimension, recipe.Image.Border);
        Text = new TextEncoder(recipe.Text, vocabulary, padding, recipe.Dimension);
        Heads = new MatchingHeads(recipe.Dimension, recipe.TopK);
        register_module("image", Image);
        register_module("text", Text);
        register_module("heads", Heads);
    }

    public ImageEncoder Image { get; }

    public TextEncoder Text { get; }

    public MatchingHeads Heads { get; }

    /// <summary>Weights and running statistics; read once the model is whole.</summary>
    public ModuleState State => field ??= new ModuleState(this);
}
