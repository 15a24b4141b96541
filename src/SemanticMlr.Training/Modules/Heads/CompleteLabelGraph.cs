using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>GMC as published: two GATv2 layers on the complete graph, no residual (sigrl.md 2.2). It gives every label nearly the same vector.</summary>
internal sealed class CompleteLabelGraph : LabelGraph
{
    private const int PublishedHeads = 4;
    private const int PublishedFeatures = 32;

    public CompleteLabelGraph(int dimension, int heads = PublishedHeads, int features = PublishedFeatures, double dropout = 0.3)
        : base(nameof(CompleteLabelGraph), dimension)
    {
        Dropout = dropout;
        First = new GraphAttention(dimension, heads, features);
        Second = new GraphAttention(heads * features, 1, dimension);
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
