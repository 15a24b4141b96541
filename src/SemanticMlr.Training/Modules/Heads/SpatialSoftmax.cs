using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>What SDA and VFR share: for each label and channel a softmax over the patches of W tanh(F * q) (sigrl.md 2.3, 2.5).</summary>
/// <remarks>
/// The published projections have a bias as well; it is the same for all patches, so the softmax takes it out again. Labels are gone through one by
/// one, forward and backward, and what the gradients need is computed again: memory is a few B x P x D, whatever the number of labels.
/// </remarks>
internal sealed class SpatialSoftmax : nn.Module
{
    public SpatialSoftmax(int dimension, ScalarType type)
        : base(nameof(SpatialSoftmax))
    {
        Projection = nn.Linear(dimension, dimension, hasBias: false, dtype: type);
        register_module("projection", Projection);
    }

    /// <summary>W [D, D].</summary>
    public Linear Projection { get; }

    /// <summary>The patches [B, P, D] under the weights of each query [B or 1, C, D], summed over the patches: [B, C, D].</summary>
    public Tensor Pool(Tensor patches, Tensor queries) => is_grad_enabled()
        ? SpatialPooling.apply(patches, queries, Projection.weight!)
        : SpatialPooling.Compute(patches, queries, Projection.weight!);

    /// <summary>The sum of the weights of all queries [B or 1, C, D]: [B, P, D].</summary>
    public Tensor Gate(Tensor patches, Tensor queries) => is_grad_enabled()
        ? SpatialGating.apply(patches, queries, Projection.weight!)
        : SpatialGating.Compute(patches, queries, Projection.weight!);
}
