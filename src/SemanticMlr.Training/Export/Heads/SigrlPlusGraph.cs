using SemanticMlr.Training.Modules.Heads;
using SemanticMlr.Training.Onnx;
using TorchSharp.Modules;

namespace SemanticMlr.Training.Export.Heads;

/// <summary>The graph of <see cref="SigrlPlusHead"/>. Its relevance is the probability, 0..1, that the centre of the label lies in the patch.</summary>
internal sealed class SigrlPlusGraph(SigrlPlusHead head, HeadGraphOptions options) : HeadGraph("head_sigrl_plus", head, options)
{
    private readonly float _smaller = (float)(1 / Math.Sqrt(head.Parts.Rank));

    protected override string Write()
    {
        var rows = Compared(Features);
        var products = Nodes.Add("MatMul", [rows, Swapped(Compared(Patches))]);
        var whole = Products(Compared(Global), rows);

        var normalised = Norm(head.PatchNorm, Patches);
        var keys = Linear(head.Keys, normalised);
        var semantics = Linear(head.Semantics, Norm(head.LabelNorm, Features));
        var similar = Product(Nodes.Add("MatMul", [semantics, Swapped(keys)]), Nodes.Number(_smaller));
        var weights = Softmax(Sum(Product(products, Nodes.Weight(head.Sharpness)), similar));
        var seen = Nodes.Add("MatMul", [weights, Linear(head.Values, normalised)]);
        var joined = Join(seen, semantics, Linear(head.Context, Norm(head.GlobalNorm, Global)));
        var features = head.Exchange is { } exchange ? Exchange(exchange, joined, semantics) : joined;

        var rebuilt = head.Gates is { } gates ? Sum(products, Rebuilt(semantics, keys, weights, Linear(gates, features))) : products;
        Explain(() => Nodes.Add("Sigmoid", [Line(rebuilt, head.PatchScale, head.PatchBias)]));
        var attended = Total(Product(weights, products));
        var correction = Nodes.Add("Squeeze", [Linear(head.Correction, features), Nodes.Integers(2)]);
        var (globalWeight, localWeight, attendedWeight, bias) = Mix(semantics);
        var parts = Sum(Sum(Product(whole, globalWeight), Product(MeanOfBest(rebuilt), localWeight)), Product(attended, attendedWeight));
        return Sum(Sum(parts, correction), bias);
    }

    private string Join(string seen, string semantics, string context)
    {
        var here = Product(seen, semantics);
        var everywhere = Product(Nodes.Add("Unsqueeze", [context, Nodes.Integers(1)]), semantics);
        var meaning = Nodes.Add("Expand", [semantics, Nodes.Add("Shape", [seen])]);
        return Gelu(Linear(head.Joining, Nodes.Add("Concat", [seen, meaning, here, everywhere], NodeAttribute.Integer("axis", 2))));
    }

    private string Exchange(LabelExchange exchange, string features, string semantics)
    {
        var scores = Product(Products(Linear(exchange.Queries, semantics), Linear(exchange.Keys, semantics)), Nodes.Number(_smaller));
        return Sum(features, Nodes.Add("MatMul", [Softmax(scores), Linear(exchange.Messages, features)]));
    }

    /// <summary>What the gated keys add to the products [B, C, P].</summary>
    private string Rebuilt(string semantics, string keys, string weights, string gates)
    {
        var count = Nodes.Add("Cast", [Nodes.Add("Shape", [semantics], NodeAttribute.Integer("start", 0), NodeAttribute.Integer("end", 1))], NodeAttribute.Integer("to", 1));
        var share = Nodes.Add("Div", [Nodes.Number(Options.Patches), count]);
        var gate = Product(Nodes.Add("MatMul", [Swapped(weights), gates]), share);
        return Nodes.Add("MatMul", [semantics, Swapped(Product(keys, gate))]);
    }

    private (string Global, string Local, string Attended, string Bias) Mix(string semantics)
    {
        var (global, local, attended, bias) =
            (Nodes.Weight(head.GlobalScale), Nodes.Weight(head.LocalScale), Nodes.Weight(head.AttendedScale), Nodes.Weight(head.Bias));
        if (head.Mixing is not { } mixing)
        {
            return (global, local, attended, bias);
        }

        var own = Nodes.Add("Split", [Linear(mixing, semantics)], SigrlPlusSettings.MixedParts, NodeAttribute.Integer("axis", 1));
        string[] columns = [.. own.Select(column => Nodes.Add("Squeeze", [column, Nodes.Integers(1)]))];
        var one = Nodes.Number(1);
        return (
            Product(global, Sum(columns[0], one)),
            Product(local, Sum(columns[1], one)),
            Sum(attended, Product(local, columns[2])),
            Sum(bias, columns[3]));
    }

    private string Softmax(string value) => Nodes.Add("Softmax", [value], NodeAttribute.Integer("axis", -1));

    private string Norm(LayerNorm layer, string value) => Nodes.Add(
        "LayerNormalization",
        [value, Nodes.Weight(layer.weight!), Nodes.Weight(layer.bias!)],
        NodeAttribute.Integer("axis", -1),
        NodeAttribute.Number("epsilon", (float)layer.eps));

    /// <summary>x (1 + erf(x / sqrt 2)) / 2, in the form that ONNX Runtime fuses.</summary>
    private string Gelu(string value)
    {
        var error = Nodes.Add("Erf", [Nodes.Add("Div", [value, Nodes.Number((float)Math.Sqrt(2))])]);
        return Product(Product(value, Sum(error, Nodes.Number(1))), Nodes.Number(0.5f));
    }
}
