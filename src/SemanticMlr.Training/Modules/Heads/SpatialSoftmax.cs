using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The step that SDA and VFR share: softmax over the patches of W tanh(F * q) + b, for each label and channel (sigrl.md 2.3, 2.5).</summary>
internal sealed class SpatialSoftmax : nn.Module<Tensor, Tensor, Tensor>
{
    public SpatialSoftmax(int dimension, ScalarType type)
        : base(nameof(SpatialSoftmax))
    {
        Projection = nn.Linear(dimension, dimension, dtype: type);
        register_module("projection", Projection);
    }

    /// <summary>Its bias is the same for all patches, so the softmax takes it out again.</summary>
    public TorchSharp.Modules.Linear Projection { get; }

    /// <summary>Patches [B, P, D] and a query of one label, [B or 1, 1, D], to weights [B, P, D] that sum to 1 over the patches.</summary>
    public override Tensor forward(Tensor patches, Tensor query) => Projection.forward((patches * query).tanh()).softmax(1);
}
