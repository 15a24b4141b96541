using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>Sum over c of s[b, p, c].</summary>
internal sealed class SpatialGating : SpatialFunction<SpatialGating>
{
    /// <summary>Patches [B, P, D], queries [B or 1, C, D] and W [D, D] to [B, P, D].</summary>
    public static Tensor Compute(Tensor patches, Tensor queries, Tensor projection)
    {
        using var outer = NewDisposeScope();
        var gate = zeros_like(patches);
        for (var label = 0L; label < queries.shape[1]; label++)
        {
            using var scope = NewDisposeScope();
            using var weights = new SpatialWeights(patches, queries, label, projection);
            gate.add_(weights.Values);
        }

        return gate.MoveToOuterDisposeScope();
    }

    protected override Tensor Evaluate(Tensor patches, Tensor queries, Tensor projection) => Compute(patches, queries, projection);

    protected override Tensor OfWeights(Tensor patches, Tensor weights, Tensor upstream, long label, Tensor patchGradient) => upstream.clone();
}
