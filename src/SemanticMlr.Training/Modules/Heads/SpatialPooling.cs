using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>M[b, c] = sum over p of F[b, p] s[b, p, c], with gradients that compute s again.</summary>
internal sealed class SpatialPooling : autograd.SingleTensorFunction<SpatialPooling>
{
    public override string Name => nameof(SpatialPooling);

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

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var noGradients = no_grad();
        var (patches, queries, projection) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        ctx.save_for_backward([patches, queries, projection]);
        return Compute(patches, queries, projection);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var noGradients = no_grad();
        using var outer = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (patches, queries, projection) = (saved[0], saved[1], saved[2]);
        List<Tensor> gradients = [zeros_like(patches), zeros_like(queries), zeros_like(projection)];
        for (var label = 0L; label < queries.shape[1]; label++)
        {
            using var scope = NewDisposeScope();
            using var weights = new SpatialWeights(patches, queries, label, projection);
            var own = grad_output.narrow(1, label, 1);
            gradients[0].addcmul_(weights.Values, own, 1);
            weights.Backward(patches * own, gradients[0], gradients[1], label, gradients[2]);
        }

        return [.. gradients.Select(gradient => gradient.MoveToOuterDisposeScope())];
    }
}
