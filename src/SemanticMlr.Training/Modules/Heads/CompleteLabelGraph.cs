using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>GMC as published: two GATv2 layers on the complete graph, no residual (sigrl.md 2.2). It gives every label nearly the same vector.</summary>
internal sealed class CompleteLabelGraph : LabelGraph
{
    private const int PublishedHeads = 4;
    private const int PublishedFeatures = 32;

    /// <param name="dimension">Length D of an embedding.</param>
    /// <param name="heads">Attention heads of the first layer.</param>
    /// <param name="features">Features of each.</param>
    /// <param name="dropout">Share that is dropped in training.</param>
    /// <param name="type">Precision of the weights.</param>
    public CompleteLabelGraph(
        int dimension, int heads = PublishedHeads, int features = PublishedFeatures, double dropout = 0.3, ScalarType type = ScalarType.Float32)
        : base(nameof(CompleteLabelGraph), dimension)
    {
        Dropout = dropout;
        First = new GraphAttention(dimension, heads, features, type);
        Second = new GraphAttention(heads * features, 1, dimension, type);
        register_module("first", First);
        register_module("second", Second);
    }

    public double Dropout { get; }

    public GraphAttention First { get; }

    public GraphAttention Second { get; }

    public override Tensor forward(Tensor input)
    {
        var hidden = nn.functional.elu(First.Complete(nn.functional.dropout(input, Dropout, training), Dropout), 1);
        return Second.Complete(nn.functional.dropout(hidden, Dropout, training), Dropout);
    }
}
