using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>A graph over the labels of a list (GMC): embeddings [C, D] to features [C, D].</summary>
internal abstract class LabelGraph(string name, int dimension) : nn.Module<Tensor, Tensor>(name)
{
    public int Dimension { get; } = dimension;
}
