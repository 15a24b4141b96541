using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The head <c>mkt</c>: the global product and the mean of the best patch products (sigrl.md 2.6, without its norm over labels).</summary>
internal sealed class MktHead : MatchingHead
{
    public MktHead(HeadSettings settings)
        : base(nameof(MktHead), settings)
    {
        PatchScale = Register("patch_scale", settings.LocalScale);
        PatchBias = Register("patch_bias", -4);
        LocalScale = Register("local_scale", settings.LocalScale);
        GlobalScale = Register("global_scale", settings.GlobalScale);
        Bias = Register("bias", settings.Bias);
    }

    public override bool ReadsPatches => true;

    public Parameter PatchScale { get; }

    public Parameter PatchBias { get; }

    public Parameter LocalScale { get; }

    public Parameter GlobalScale { get; }

    public Parameter Bias { get; }

    public override HeadScores Evaluate(Tensor global, Tensor patches, Tensor labels, Tensor graph)
    {
        var columns = Compared(labels).t();
        var products = matmul(Compared(patches), columns);
        var local = MeanOfBest(products.transpose(1, 2));
        var whole = matmul(Compared(global), columns);
        return new(local * LocalScale + whole * GlobalScale + Bias, products * PatchScale + PatchBias);
    }

    public override long MultiplyAdds(long labels, long patches) => HeadCosts.Mkt(Settings.Dimension, labels, patches);
}
