using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>A function of the spatial weights of every label, with gradients that compute the weights again.</summary>
/// <remarks>TorchSharp frees what a function keeps for its gradients when finalisers run: let the garbage collector run between steps.</remarks>
internal abstract class SpatialFunction<T> : autograd.SingleTensorFunction<T>
    where T : SpatialFunction<T>, new()
{
    public override string Name => typeof(T).Name;

    /// <summary>Patches [B, P, D], queries [B or 1, C, D] and W [D, D].</summary>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var noGradients = no_grad();
        var (patches, queries, projection) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        ctx.save_for_backward([patches, queries, projection]);
        return Evaluate(patches, queries, projection);
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
            weights.Backward(OfWeights(patches, weights.Values, grad_output, label, gradients[0]), gradients[0], gradients[1], label, gradients[2]);
        }

        return [.. gradients.Select(gradient => gradient.MoveToOuterDisposeScope())];
    }

    protected abstract Tensor Evaluate(Tensor patches, Tensor queries, Tensor projection);

    /// <summary>The gradient of the weights of a label [B, P, D], a tensor of its own.</summary>
    /// <param name="patches">[B, P, D].</param>
    /// <param name="weights">The weights [B, P, D].</param>
    /// <param name="upstream">Gradient of the result.</param>
    /// <param name="label">Which label.</param>
    /// <param name="patchGradient">Where the gradient is added that reaches the patches beside the weights [B, P, D].</param>
    protected abstract Tensor OfWeights(Tensor patches, Tensor weights, Tensor upstream, long label, Tensor patchGradient);
}
