using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules.Heads;

/// <summary>The head <c>clip</c>: the product of the global vector and the label, scaled and shifted.</summary>
internal sealed class ClipHead : MatchingHead
{
    public ClipHead(HeadSettings settings)
        : base(nameof(ClipHead), settings)
    {
        Scale = Register("scale", settings.LocalScale);
        Bias = Register("bias", settings.Bias);
    }

    public override bool ReadsPatches => false;

    public Parameter Scale { get; }

    public Parameter Bias { get; }

    public override HeadScores Evaluate(Tensor global, Tensor patches, Tensor labels, Tensor graph) =>
        new(matmul(Compared(global), Compared(labels).t()) * Scale + Bias, null);

    public override long MultiplyAdds(long labels, long patches) => HeadCosts.Clip(Settings.Dimension, labels);
}
