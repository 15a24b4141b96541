using SemanticMlr.Training.Onnx.Messages;

namespace SemanticMlr.Training.Quantisation;

/// <summary>A node that runs in int8.</summary>
/// <param name="Node">The node.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Activation">A Relu or Clip behind it that the range of its output replaces, or null.</param>
internal sealed record QuantisedNode(NodeProto Node, NodeKind Kind, NodeProto? Activation)
{
    /// <summary>Name of the node.</summary>
    public string Name => Node.Name;

    /// <summary>The tensor that it gives, its activation included.</summary>
    public string Output => Activation?.Output[0] ?? Node.Output[0];

    /// <summary>Whether what it gives is int8.</summary>
    public bool GivesIntegers => Activation is not null || Kind is not (NodeKind.Product or NodeKind.ActivationProduct);

    /// <summary>The inputs that are activations.</summary>
    public IEnumerable<string> Activations => Kind switch
    {
        NodeKind.ActivationProduct or NodeKind.Combination => Node.Input,
        _ => Node.Input.Take(1),
    };

    /// <summary>The tensors whose ranges must be known.</summary>
    public IEnumerable<string> Ranged => Kind == NodeKind.Move ? Activations : GivesIntegers ? Activations.Append(Output) : Activations;
}
