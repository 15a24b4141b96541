using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>M[b, c] = sum over p of F[b, p] s[b, p, c].</summary>
internal sealed class SpatialPooling : SpatialFunction<SpatialPooling>
{
    /// <summary>Patches [B, P, D], queries [B or 1, C, D] and W [D, D] to [B, C, D].</summary>
    public static Tensor Compute(Tensor patches, Tensor queries, Tensor projection)
    {
        using var outer = NewDisposeScope();
        var pooled = empty([patches.shape[0], queries.shape[1], patches.shape[2]], patches.dtype);
        for (var label = 0L; label < queries.shape[1]; label++)
        {
            using var scope = NewDisposeScope();
            using var weights = new SpatialWeights(patches, queries, label, projection);
            pooled.narrow(1, label, 1).copy_((patches * weights.Values).sum([1], keepdim: true));
        }

        return pooled.MoveToOuterDisposeScope();
    }

    protected override Tensor Evaluate(Tensor patches, Tensor queries, Tensor projection) => Compute(patches, queries, projection);

    protected override Tensor OfWeights(Tensor patches, Tensor weights, Tensor upstream, long label, Tensor patchGradient)
    {
        var own = upstream.narrow(1, label, 1);
        patchGradient.addcmul_(weights, own, 1);
        return patches * own;
    }
}
