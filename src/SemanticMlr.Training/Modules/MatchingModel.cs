using SemanticMlr.Training.Recipes;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules;

/// <summary>All that is trained: image encoder, text encoder and heads.</summary>
internal sealed class MatchingModel : nn.Module
{
    private (string Name, Tensor Value)[]? _state;
    private Tensor[]? _floatState;

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

    /// <summary>Weights and running statistics that are floating-point numbers, each once, in a fixed order.</summary>
    public IReadOnlyList<Tensor> FloatState() => _floatState ??= [.. State().Select(entry => entry.Value).Where(tensor => tensor.is_floating_point())];

    /// <summary>Writes the state, each tensor once.</summary>
    public void Write(BinaryWriter writer) => save(writer, [.. state_dict().Keys.Except(State().Select(entry => entry.Name))]);

    /// <summary>Reads a state; earlier versions wrote a tensor under each of its names.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing.</exception>
    public void Read(BinaryReader reader)
    {
        var found = new Dictionary<string, bool>();
        load(reader, strict: false, loadedParameters: found);
        if (State().FirstOrDefault(entry => !found.GetValueOrDefault(entry.Name)).Name is { } missing)
        {
            throw new InvalidDataException($"the tensor \"{missing}\" is missing");
        }
    }

    /// <summary>Every tensor under its first name: TorchSharp also registers the fields behind properties, which gives a tensor up to eight.</summary>
    private (string Name, Tensor Value)[] State() =>
        _state ??= [.. state_dict().DistinctBy(entry => entry.Value.Handle).Select(entry => (entry.Key, entry.Value))];
}
