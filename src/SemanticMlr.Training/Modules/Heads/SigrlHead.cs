using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The head <c>sigrl</c> as published: SDA, channel correlation, VFR, label-normalised sum (sigrl.md 2.3 to 2.6).</summary>
/// <remarks>
/// Its output is a ranking score of about +-1/sqrt(C), no probability, and depends on the other labels of the list.
/// Labels are gone through one by one, so that a P x C x D tensor never exists while scoring; training keeps 4 x B x P x C x D numbers for the gradients.
/// </remarks>
internal sealed class SigrlHead : MatchingHead
{
    private const double SmallestNorm = 1e-12;

    /// <param name="settings">What all heads share.</param>
    /// <param name="type">Precision of the weights.</param>
    public SigrlHead(HeadSettings settings, ScalarType type = ScalarType.Float32)
        : base(nameof(SigrlHead), settings)
    {
        Decoupling = new SpatialSoftmax(settings.Dimension, type);
        Fusion = nn.Linear(2 * settings.Dimension, settings.Dimension, hasBias: false, dtype: type);
        Reconstruction = new SpatialSoftmax(settings.Dimension, type);
        register_module("decoupling", Decoupling);
        register_module("fusion", Fusion);
        register_module("reconstruction", Reconstruction);
    }

    public override bool ReadsPatches => true;

    /// <summary>The attention of SDA.</summary>
    public SpatialSoftmax Decoupling { get; }

    /// <summary>Joins the correlated visual feature of a label (first half of the inputs) and its graph feature.</summary>
    public Linear Fusion { get; }

    /// <summary>The attention of VFR.</summary>
    public SpatialSoftmax Reconstruction { get; }

    public override HeadScores Evaluate(Tensor global, Tensor patches, Tensor labels, Tensor graph)
    {
        var steps = Steps(global, patches, labels, graph);
        return new(steps.Score, steps.Products);
    }

    /// <summary>The score with all that is computed on the way to it.</summary>
    /// <inheritdoc cref="MatchingHead.Evaluate" path="/param"/>
    public SigrlSteps Steps(Tensor global, Tensor patches, Tensor labels, Tensor graph)
    {
        var labelwise = Decouple(patches, labels);
        var correlated = Correlate(labelwise, labels);
        var guided = Fusion.forward(cat([correlated, graph.unsqueeze(0).expand(patches.shape[0], -1, -1)], 2));
        var reconstructed = Reconstruct(patches, guided);
        var products = matmul(reconstructed, labels.t());
        var local = MeanOfBest(products.transpose(1, 2));
        var whole = matmul(global, labels.t());
        var score = (nn.functional.normalize(local, dim: 1) + nn.functional.normalize(whole, dim: 1)) / 2;
        return new(labelwise, correlated, reconstructed, products, local, whole, score);
    }

    public override long MultiplyAdds(long labels, long patches) => HeadCosts.Sigrl(Settings.Dimension, labels, patches);

    /// <summary>Label-wise visual features M [B, C, D].</summary>
    private Tensor Decouple(Tensor patches, Tensor labels) => stack(Enumerable.Range(0, (int)labels.shape[0]).Select(label =>
    {
        using var scope = NewDisposeScope();
        var weights = Decoupling.forward(patches, labels[label].view(1, 1, -1));
        return (patches * weights).sum(1).MoveToOuterDisposeScope();
    }), 1);

    /// <summary>T = M Q with Q = ReLU(M^T H), each row of length 1; the published division by the norms of M and H cancels there.</summary>
    private static Tensor Correlate(Tensor labelwise, Tensor labels)
    {
        var channels = nn.functional.relu(matmul(labelwise.transpose(1, 2), labels));
        return matmul(labelwise, nn.functional.normalize(channels, dim: 2, eps: SmallestNorm));
    }

    /// <summary>Patches under the sum of the gates of all labels [B, P, D].</summary>
    private Tensor Reconstruct(Tensor patches, Tensor guided)
    {
        var gate = zeros_like(patches);
        for (var label = 0; label < guided.shape[1]; label++)
        {
            using var scope = NewDisposeScope();
            gate = (gate + Reconstruction.forward(patches, guided.narrow(1, label, 1))).MoveToOuterDisposeScope();
        }

        return patches * gate;
    }
}
