using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>Scores images against labels. The number of labels is free: it comes with every call.</summary>
internal abstract class MatchingHead(string name, HeadSettings settings) : nn.Module(name)
{
    public HeadSettings Settings { get; } = settings;

    /// <summary>Whether the head reads <c>patches</c>.</summary>
    public abstract bool ReadsPatches { get; }

    /// <summary>Scores a batch.</summary>
    /// <param name="global">Global features [B, D].</param>
    /// <param name="patches">Patch features [B, P, D].</param>
    /// <param name="labels">Embeddings of the labels [C, D].</param>
    /// <param name="graph">Outputs of the label graph [C, D]; the embeddings themselves where there is none.</param>
    public abstract HeadScores Evaluate(Tensor global, Tensor patches, Tensor labels, Tensor graph);

    /// <summary>The logits alone [B, C].</summary>
    /// <inheritdoc cref="Evaluate" path="/param"/>
    public Tensor Score(Tensor global, Tensor patches, Tensor labels, Tensor graph) => Evaluate(global, patches, labels, graph).Logits;

    /// <summary>Multiply-adds of the matrix products and weighted sums for one image.</summary>
    /// <param name="labels">Labels C.</param>
    /// <param name="patches">Patches P.</param>
    public abstract long MultiplyAdds(long labels, long patches);

    /// <summary>Rows as the head compares them: of length 1 where the settings say so.</summary>
    protected Tensor Compared(Tensor vectors) => Settings.Normalise ? nn.functional.normalize(vectors, dim: -1) : vectors;

    /// <summary>The mean of the largest values along the last axis.</summary>
    protected Tensor MeanOfBest(Tensor values) => values.topk((int)Math.Min(Settings.TopK, values.shape[^1])).values.mean([-1]);

    protected Parameter Register(string name, double value)
    {
        var parameter = nn.Parameter(full(1, value, ScalarType.Float32));
        register_parameter(name, parameter);
        return parameter;
    }
}
