using SemanticMlr.Training.Modules.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadChecks;

/// <summary>The faithful head and its label graph with the weights of a file, in double precision. Owns them.</summary>
/// <remarks>b3 and b4 are not used: they have no effect, which the outputs in the file confirm.</remarks>
internal sealed class HeadCaseModules : IDisposable
{
    private readonly HeadCase _sample;

    public HeadCaseModules(HeadCase sample)
    {
        _sample = sample;
        Head = new SigrlHead(new HeadSettings((int)sample.Dimension, sample.TopK), ScalarType.Float64);
        Graph = new CompleteLabelGraph((int)sample.Dimension, sample.GraphHeads, sample.GraphFeatures, type: ScalarType.Float64);
        Head.eval();
        Graph.eval();
        Set(Head.Decoupling.Projection.weight!, "W3");
        Set(Head.Fusion.weight!, "Wfc");
        Set(Head.Reconstruction.Projection.weight!, "W4");
        Set(Graph.First.Projection.weight!, "gatW1");
        Set(Graph.First.Attention, "gatA1");
        Set(Graph.Second.Projection.weight!, "gatW2");
        Set(Graph.Second.Attention, "gatA2");
    }

    public SigrlHead Head { get; }

    public CompleteLabelGraph Graph { get; }

    /// <summary>Every output by its name in the file.</summary>
    public Dictionary<string, double[]> Evaluate()
    {
        var labels = Of(_sample.Inputs["label_embeddings"]);
        var features = Graph.forward(labels);
        var steps = Head.Steps(Of(_sample.Inputs["global"]), Of(_sample.Inputs["patches"]), labels, features);
        return new Dictionary<string, double[]>
        {
            ["label_graph"] = Values(features),
            ["labelwise"] = Values(steps.Labelwise),
            ["correlated"] = Values(steps.Correlated),
            ["reconstructed"] = Values(steps.Reconstructed),
            ["local"] = Values(steps.Local),
            ["global"] = Values(steps.Whole),
            ["score"] = Values(steps.Score),
        };
    }

    public void Dispose()
    {
        Head.Dispose();
        Graph.Dispose();
    }

    private static Tensor Of(NumberArray array) => tensor(array.Values, [.. array.Shape]);

    private static double[] Values(Tensor tensor) => tensor.contiguous().data<double>().ToArray();

    private void Set(Tensor weight, string name) => weight.copy_(Of(_sample.Weights[name]));
}
