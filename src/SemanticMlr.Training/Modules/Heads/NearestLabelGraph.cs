using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The graph of <c>sigrl+</c>: two GATv2 layers over the nearest labels of each label, added to the embedding.</summary>
/// <remarks>
/// Nearness is the cosine of embeddings from which the mean of the list is taken: raw text embeddings all point one way. The second layer starts at
/// zero, so the graph starts as the identity; the residual keeps labels apart whatever it learns.
/// </remarks>
internal sealed class NearestLabelGraph : LabelGraph
{
    public const double SmallestNorm = 1e-6;

    /// <param name="dimension">Length D of an embedding.</param>
    /// <param name="neighbours">Labels that a label sees, itself included; at most those there are.</param>
    /// <param name="heads">Attention heads of the first layer.</param>
    /// <param name="features">Features of each.</param>
    /// <param name="dropout">Share that is dropped in training.</param>
    /// <param name="residual">Adds the embedding to the output, and starts with nothing but it.</param>
    public NearestLabelGraph(int dimension, int neighbours = 8, int heads = 4, int features = 32, double dropout = 0.3, bool residual = true)
        : base(nameof(NearestLabelGraph), dimension)
    {
        (Neighbours, Dropout, Residual) = (neighbours, dropout, residual);
        First = new GraphAttention(dimension, heads, features);
        Second = new GraphAttention(heads * features, 1, dimension);
        if (residual)
        {
            nn.init.zeros_(Second.Projection.weight!);
        }

        register_module("first", First);
        register_module("second", Second);
    }

    public int Neighbours { get; }

    public double Dropout { get; }

    public bool Residual { get; }

    public GraphAttention First { get; }

    public GraphAttention Second { get; }

    public override Tensor forward(Tensor input)
    {
        var directions = Directions(input);
        var neighbours = Nearest(directions);
        var nodes = nn.functional.dropout(directions * Math.Sqrt(Dimension), Dropout, training);
        var hidden = nn.functional.elu(First.Sparse(nodes, neighbours, Dropout), 1);
        var mixed = Second.Sparse(nn.functional.dropout(hidden, Dropout, training), neighbours, Dropout);
        return Residual ? input + mixed : mixed;
    }

    /// <summary>Embeddings less their mean, of length 1; zero where nothing is left.</summary>
    public static Tensor Directions(Tensor input) => nn.functional.normalize(input - input.mean([0], keepdim: true), dim: 1, eps: SmallestNorm);

    /// <summary>The rows of the nearest labels [C, k], the nearest first.</summary>
    public Tensor Nearest(Tensor directions)
    {
        using var noGradients = no_grad();
        return matmul(directions, directions.t()).topk((int)Math.Min(Neighbours, directions.shape[0]), 1).indexes;
    }
}
