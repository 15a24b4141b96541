using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Onnx;

namespace SemanticMlr.Training.Export.Heads;

/// <summary>The graph of <see cref="SigrlHead"/>: two scans over the labels, so that only one P x D tensor a step exists. Patches stand in columns [B, D, P]: the softmax then runs along the memory.</summary>
internal sealed class SigrlGraph(SigrlHead head, HeadGraphOptions options) : HeadGraph("head_sigrl", head, options)
{
    protected override string Write()
    {
        var dimension = head.Settings.Dimension;
        var columns = Swapped(Patches);
        var labelwise = Decouple(columns);
        var correlated = Correlate(labelwise);
        var fusion = head.Fusion.weight!.t();
        var guided = Sum(
            Nodes.Add("MatMul", [correlated, Nodes.Weight(fusion.narrow(0, 0, dimension))]),
            Nodes.Add("MatMul", [Features, Nodes.Weight(fusion.narrow(0, dimension, dimension))]));
        var reconstructed = Reconstruct(columns, guided);
        var products = Nodes.Add("MatMul", [Labels, reconstructed]);
        var local = MeanOfBest(products);
        var whole = Products(Global, Labels);
        if (Options.Steps)
        {
            Nodes.Output("labelwise", labelwise, "batch", "labels", dimension);
            Nodes.Output("correlated", correlated, "batch", "labels", dimension);
            Nodes.Output("reconstructed", Swapped(reconstructed), "batch", Options.Patches, dimension);
            Nodes.Output("local", local, "batch", "labels");
            Nodes.Output("whole", whole, "batch", "labels");
        }

        Explain(() => products);
        return Product(Sum(Unit(local), Unit(whole)), Nodes.Number(0.5f));
    }

    /// <summary>M [B, C, D]: for each label and channel the patches under a softmax over the patches.</summary>
    private string Decouple(string columns)
    {
        var projection = Nodes.Weight(head.Decoupling.Projection.weight!);
        var labels = Nodes.Add("Unsqueeze", [Labels, Nodes.Integers(2)]);
        var labelwise = Nodes.Scan([new(labels)], null, (step, entries, _) =>
            step.Add("ReduceSum", [step.Add("Mul", [columns, Weights(step, columns, projection, entries[0])]), step.Integers(2)], NodeAttribute.Integer("keepdims", 0)));
        return Nodes.Add("Transpose", [labelwise], NodeAttribute.Integers("perm", 1, 0, 2));
    }

    /// <summary>T = M Q with Q = ReLU(M^T H), each row of length 1. The lengths divide the columns of M, which spares a second D x D tensor.</summary>
    private string Correlate(string labelwise)
    {
        var channels = Nodes.Add("Relu", [Nodes.Add("MatMul", [Swapped(labelwise), Labels])]);
        var lengths = Nodes.Add("ReduceL2", [channels], NodeAttribute.Integers("axes", 2), NodeAttribute.Integer("keepdims", 0));
        var divisors = Nodes.Add("Unsqueeze", [Nodes.Add("Max", [lengths, Nodes.Number(UnitRows.Smallest)]), Nodes.Integers(1)]);
        return Nodes.Add("MatMul", [Nodes.Add("Div", [labelwise, divisors]), channels]);
    }

    /// <summary>Patches under the sum of the gates of all labels [B, D, P].</summary>
    private string Reconstruct(string columns, string guided)
    {
        var projection = Nodes.Weight(head.Reconstruction.Projection.weight!);
        var labels = Nodes.Add("Unsqueeze", [guided, Nodes.Integers(3)]);
        var none = Product(columns, Nodes.Number(0));
        var gate = Nodes.Scan([new(labels, Axis: 1)], none, (step, entries, sum) => step.Add("Add", [sum, Weights(step, columns, projection, entries[0])]));
        return Product(columns, gate);
    }

    /// <summary>Softmax over the patches of W tanh(F * q).</summary>
    private static string Weights(GraphBuilder step, string columns, string projection, string label) => step.Add(
        "Softmax",
        [step.Add("MatMul", [projection, step.Add("Tanh", [step.Add("Mul", [columns, label])])])],
        NodeAttribute.Integer("axis", -1));
}
