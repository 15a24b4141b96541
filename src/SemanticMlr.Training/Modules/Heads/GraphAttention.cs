using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>One layer of GATv2 (Brody et al. 2022) with weights that source and target share, no biases (sigrl.md 2.2).</summary>
internal sealed class GraphAttention : nn.Module
{
    /// <summary>Slope of the leaky ReLU below zero.</summary>
    public const double Slope = 0.2;

    public GraphAttention(int input, int heads, int features, ScalarType type = ScalarType.Float32)
        : base(nameof(GraphAttention))
    {
        (Heads, Features) = (heads, features);
        Projection = nn.Linear(input, heads * features, hasBias: false, dtype: type);
        Attention = nn.Parameter(randn(features, dtype: type) / Math.Sqrt(features));
        register_module("projection", Projection);
        register_parameter("attention", Attention);
    }

    public int Heads { get; }

    public int Features { get; }

    public Linear Projection { get; }

    /// <summary>Weighs the features [f]; all heads share it.</summary>
    public Parameter Attention { get; }

    /// <summary>Every node looks at every node. Goes row by row in scoring, so that the pair tensor [C, C, K x f] never exists.</summary>
    /// <param name="nodes">[C, D].</param>
    /// <param name="dropout">Share of the attention weights that is dropped.</param>
    /// <returns>[C, K x f], the heads side by side.</returns>
    public Tensor Complete(Tensor nodes, double dropout)
    {
        var features = Projection.forward(nodes).view(-1, Heads, Features);
        return stack(Enumerable.Range(0, (int)features.shape[0]).Select(node =>
        {
            using var scope = NewDisposeScope();
            return Mixed(features[node], features, 0, dropout).MoveToOuterDisposeScope();
        }));
    }

    /// <summary>Every node looks at its neighbours only.</summary>
    /// <param name="nodes">[C, D].</param>
    /// <param name="neighbours">Row numbers [C, k].</param>
    /// <param name="dropout">Share of the attention weights that is dropped.</param>
    /// <returns>[C, K x f], the heads side by side.</returns>
    public Tensor Sparse(Tensor nodes, Tensor neighbours, double dropout)
    {
        var features = Projection.forward(nodes).view(-1, Heads, Features);
        var (count, width) = (neighbours.shape[0], neighbours.shape[1]);
        var seen = features.index_select(0, neighbours.flatten()).view(count, width, Heads, Features);
        return Mixed(features.unsqueeze(1), seen, 1, dropout);
    }

    /// <summary>The mean of what is seen, weighted by a softmax over the given axis of it.</summary>
    private Tensor Mixed(Tensor own, Tensor seen, int axis, double dropout)
    {
        var scores = matmul(nn.functional.leaky_relu(own + seen, Slope), Attention);
        var weights = nn.functional.dropout(scores.softmax(axis), dropout, training);
        return (weights.unsqueeze(-1) * seen).sum(axis).flatten(axis);
    }
}
