using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The weights of one query over the patches, and the way back through them. Owns its tensors.</summary>
internal sealed class SpatialWeights : IDisposable
{
    private readonly Tensor _patches;
    private readonly Tensor _query;
    private readonly Tensor _projection;
    private readonly Tensor _bent;

    /// <param name="patches">F [B, P, D].</param>
    /// <param name="queries">[B or 1, C, D].</param>
    /// <param name="label">Which query.</param>
    /// <param name="projection">W [D, D].</param>
    public SpatialWeights(Tensor patches, Tensor queries, long label, Tensor projection)
    {
        (_patches, _projection) = (patches, projection);
        _query = queries.narrow(1, label, 1);
        _bent = (patches * _query).tanh_();
        using var scores = matmul(_bent, projection.t());
        Values = scores.softmax(1);
    }

    /// <summary>[B, P, D]; sums to 1 over the patches.</summary>
    public Tensor Values { get; }

    /// <summary>Adds the gradients of what the weights depend on.</summary>
    /// <param name="gradient">Gradient of the weights [B, P, D]; overwritten.</param>
    /// <param name="patches">Where that of the patches is added [B, P, D].</param>
    /// <param name="queries">Where that of the query is written [B or 1, C, D].</param>
    /// <param name="label">Which query.</param>
    /// <param name="projection">Where that of W is added [D, D].</param>
    public void Backward(Tensor gradient, Tensor patches, Tensor queries, long label, Tensor projection)
    {
        // Softmax: dz = s (g - sum over p of s g).
        gradient.mul_(Values);
        gradient.sub_(Values * gradient.sum([1], keepdim: true));
        var dimension = gradient.shape[2];
        projection.add_(matmul(gradient.view(-1, dimension).t(), _bent.view(-1, dimension)));

        // Projection and tanh: du = (dz W) (1 - tanh^2).
        var inner = matmul(gradient, _projection);
        inner.sub_(inner * _bent * _bent);
        patches.addcmul_(inner, _query, 1);
        var own = (inner * _patches).sum([1], keepdim: true);
        queries.narrow(1, label, 1).copy_(queries.shape[0] == 1 ? own.sum([0], keepdim: true) : own);
    }

    public void Dispose()
    {
        Values.Dispose();
        _bent.Dispose();
        _query.Dispose();
    }
}
