using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>Sum over c of s[b, p, c], with gradients that compute s again.</summary>
internal sealed class SpatialGating : autograd.SingleTensorFunction<SpatialGating>
{
    public override string Name => nameof(SpatialGating);

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
            weights.Backward(grad_output.clone(), gradients[0], gradients[1], label, gradients[2]);
        }

        return [.. gradients.Select(gradient => gradient.MoveToOuterDisposeScope())];
    }
}
