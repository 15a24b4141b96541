using SemanticMlr.Training.Checkpoints;
using SemanticMlr.Training.HeadRuns;
using SemanticMlr.Training.Modules;
using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Recipes.VisionLanguage;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.VisionLanguage;

/// <summary>All that is trained: image encoder, text encoder, label graph, heads.</summary>
internal sealed class VisionLanguageModel : nn.Module
{
    private const int Colours = 3;
    private const double FirstTemperature = 0.07; // Radford et al. 2021, section 2.5

    /// <param name="recipe">The recipe.</param>
    /// <param name="vocabulary">Tokens, padding included.</param>
    /// <param name="padding">The id of padding.</param>
    public VisionLanguageModel(VisionLanguageRecipe recipe, int vocabulary, int padding)
        : base(nameof(VisionLanguageModel))
    {
        Image = new ImageEncoder(recipe.Encoder, recipe.Dimension, recipe.Image.Border, recipe.PatchPool, Colours);
        Text = new TextEncoder(recipe.Text, vocabulary, padding, recipe.Dimension);
        Heads = [.. recipe.Heads.Select(head => new TrainedHead(head.Kind, HeadDesign.Head(head, recipe.Dimension), head.Graph))];
        Graph = Heads.Any(head => head.ReadsGraph) ? new NearestLabelGraph(recipe.Dimension) : null;
        ContrastScale = nn.Parameter(full(1, Math.Log(1 / FirstTemperature), ScalarType.Float32));
        register_module("image", Image);
        register_module("text", Text);
        register_parameter("contrast_scale", ContrastScale);
        foreach (var head in Heads)
        {
            register_module($"head_{head.Kind.Replace("+", "_plus", StringComparison.Ordinal)}", head.Module);
        }

        if (Graph is not null)
        {
            register_module("graph", Graph);
        }

        State = new ModuleState(this);
    }

    public ImageEncoder Image { get; }

    public TextEncoder Text { get; }

    /// <summary>The label graph that the heads share, or null.</summary>
    public LabelGraph? Graph { get; }

    public IReadOnlyList<TrainedHead> Heads { get; }

    /// <summary>Logarithm of the factor on cosines of captions and pictures.</summary>
    public Parameter ContrastScale { get; }

    /// <summary>Weights and running statistics.</summary>
    public ModuleState State { get; }

    /// <summary>Logits [B, C] of a head.</summary>
    /// <param name="head">One of <see cref="Heads"/>.</param>
    /// <param name="global">[B, D].</param>
    /// <param name="patches">[B, P, D].</param>
    /// <param name="labels">Embeddings [C, D], which alone make up the graph.</param>
    /// <param name="graph">What the label graph makes of them; null to compute it.</param>
    public Tensor Logits(TrainedHead head, Tensor global, Tensor patches, Tensor labels, Tensor? graph = null) =>
        head.Module.Score(global, patches, labels, head.ReadsGraph ? graph ?? Graph!.forward(labels) : labels);

    /// <summary>Pictures as the encoder's convolutions read them [B, 3, S, S].</summary>
    public static Tensor Normalised(byte[] pixels, int count, Recipes.ImageRecipe image) =>
        tensor(pixels, [count, image.Size, image.Size, Colours])
            .permute(0, 3, 1, 2)
            .to_type(ScalarType.Float32)
            .sub_((float)(255 * image.Mean))
            .div_((float)(255 * image.Std));
}
