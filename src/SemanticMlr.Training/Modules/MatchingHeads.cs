using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules;

/// <summary>The scales and biases that turn products of image and label vectors into logits.</summary>
/// <remarks>
/// The published score divides by its norm over all labels (sigrl.md 2.6). That is left out on purpose: a tile without any label would get scores as
/// large as one full of them, so no threshold could be calibrated, and a score would change with every label added to the list.
/// </remarks>
internal sealed class MatchingHeads : nn.Module
{
    public MatchingHeads()
        : base(nameof(MatchingHeads))
    {
        PatchScale = Register("patch_scale", 1);
        PatchBias = Register("patch_bias", -4);
        LocalScale = Register("local_scale", 1);
        GlobalScale = Register("global_scale", 0.5f);
        Bias = Register("bias", -2);
        ClipScale = Register("clip_scale", 1);
        ClipBias = Register("clip_bias", -2);
    }

    public Parameter PatchScale { get; }

    public Parameter PatchBias { get; }

    public Parameter LocalScale { get; }

    public Parameter GlobalScale { get; }

    public Parameter Bias { get; }

    public Parameter ClipScale { get; }

    public Parameter ClipBias { get; }

    /// <summary>Logits of every patch [B, P, C], of the head <c>mkt</c> [B, C] and of the head <c>clip</c> [B, C].</summary>
    public (Tensor Patch, Tensor Mkt, Tensor Clip) Logits(Tensor global, Tensor patches, Tensor labels, int topK)
    {
        var local = matmul(patches, labels.t());
        var whole = matmul(global, labels.t());
        var best = local.topk((int)Math.Min(topK, local.shape[1]), 1).values.mean([1]);
        return (local * PatchScale + PatchBias, best * LocalScale + whole * GlobalScale + Bias, whole * ClipScale + ClipBias);
    }

    private Parameter Register(string name, float value)
    {
        var parameter = nn.Parameter(full(1, value));
        register_parameter(name, parameter);
        return parameter;
    }
}
