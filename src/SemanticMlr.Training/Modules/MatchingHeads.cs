using SemanticMlr.Training.Modules.Heads;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules;

/// <summary>The heads <c>clip</c> and <c>mkt</c>, trained together.</summary>
/// <remarks>
/// The published score divides by its norm over all labels (sigrl.md 2.6). That is left out on purpose: a tile without any label would get scores as
/// large as one full of them, so no threshold could be calibrated, and a score would change with every label added to the list.
/// </remarks>
internal sealed class MatchingHeads : nn.Module
{
    public MatchingHeads(int dimension, int topK)
        : base(nameof(MatchingHeads))
    {
        var settings = new HeadSettings(dimension, topK);
        Mkt = new MktHead(settings);
        Clip = new ClipHead(settings);

        // Under these names checkpoints keep them.
        register_parameter("patch_scale", Mkt.PatchScale);
        register_parameter("patch_bias", Mkt.PatchBias);
        register_parameter("local_scale", Mkt.LocalScale);
        register_parameter("global_scale", Mkt.GlobalScale);
        register_parameter("bias", Mkt.Bias);
        register_parameter("clip_scale", Clip.Scale);
        register_parameter("clip_bias", Clip.Bias);
    }

    public MktHead Mkt { get; }

    public ClipHead Clip { get; }

    /// <summary>Logits of every patch [B, P, C], of the head <c>mkt</c> [B, C] and of the head <c>clip</c> [B, C].</summary>
    public (Tensor Patch, Tensor Mkt, Tensor Clip) Logits(Tensor global, Tensor patches, Tensor labels)
    {
        var mkt = Mkt.Evaluate(global, patches, labels, labels);
        return (mkt.Patches!, mkt.Logits, Clip.Score(global, patches, labels, labels));
    }
}
