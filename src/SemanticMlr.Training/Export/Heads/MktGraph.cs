using SemanticMlr.Training.Modules.Heads;

namespace SemanticMlr.Training.Export.Heads;

/// <summary>The graph of <see cref="MktHead"/>. Its relevance is the probability, 0..1, that the centre of the label lies in the patch.</summary>
internal sealed class MktGraph(MktHead head, HeadGraphOptions options) : HeadGraph("head_mkt", head, options)
{
    protected override string Write()
    {
        var (global, patches, labels) = (Compared(Global), Compared(Patches), Compared(Labels));
        var products = Nodes.Add("MatMul", [labels, Swapped(patches)]);
        Explain(() => Nodes.Add("Sigmoid", [Line(products, head.PatchScale, head.PatchBias)]));
        var whole = Product(Products(global, labels), Nodes.Weight(head.GlobalScale));
        return Sum(Line(MeanOfBest(products), head.LocalScale, head.Bias), whole);
    }
}
