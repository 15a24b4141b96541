using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The head <c>sigrl</c> as published: SDA, channel correlation, VFR, label-normalised sum (sigrl.md 2.3 to 2.6).</summary>
/// <remarks>
/// Its output is a ranking score of about +-1/sqrt(C), no probability, and depends on the other labels of the list.
/// A P x C x D tensor never exists, neither in scoring nor in training: see <see cref="SpatialSoftmax"/>.
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
        var labelwise = Decoupling.Pool(patches, labels.unsqueeze(0));
        var correlated = Correlate(labelwise, labels);
        var guided = Fusion.forward(cat([correlated, graph.unsqueeze(0).expand(patches.shape[0], -1, -1)], 2));
        var reconstructed = patches * Reconstruction.Gate(patches, guided);
        var products = matmul(reconstructed, labels.t());
        var local = MeanOfBest(products.transpose(1, 2));
        var whole = matmul(global, labels.t());
        var score = (nn.functional.normalize(local, dim: 1) + nn.functional.normalize(whole, dim: 1)) / 2;
        return new(labelwise, correlated, reconstructed, products, local, whole, score);
    }

    public override long MultiplyAdds(long labels, long patches) => HeadCosts.Sigrl(Settings.Dimension, labels, patches);

    /// <summary>T = M Q with Q = ReLU(M^T H), each row of length 1; the published division by the norms of M and H cancels there.</summary>
    private static Tensor Correlate(Tensor labelwise, Tensor labels)
    {
        var channels = nn.functional.relu(matmul(labelwise.transpose(1, 2), labels));
        return matmul(labelwise, nn.functional.normalize(channels, dim: 2, eps: SmallestNorm));
    }
}
