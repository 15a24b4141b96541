using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Brings the features of a frozen encoder to the joint dimension; an export folds it into the encoder's file.</summary>
internal sealed class FeatureProjection : nn.Module
{
    private readonly double _dropout;

    public FeatureProjection(int globalWidth, int patchWidth, int dimension, double dropout)
        : base(nameof(FeatureProjection))
    {
        _dropout = dropout;
        Global = nn.Linear(globalWidth, dimension);
        Patch = nn.Linear(patchWidth, dimension);
        register_module("global", Global);
        register_module("patch", Patch);
    }

    public Linear Global { get; }

    public Linear Patch { get; }

    /// <summary>[B, G] and [B, P, W] to [B, D] and [B, P, D].</summary>
    public (Tensor Global, Tensor Patches) Apply(Tensor global, Tensor patches) =>
        (Global.forward(nn.functional.dropout(global, _dropout, training)), Patch.forward(nn.functional.dropout(patches, _dropout, training)));
}
