using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules;

/// <summary>Residual block 1x1, 3x3, 1x1 with half the channels inside (He et al. 2016, "Deep Residual Learning", figure 5).</summary>
internal sealed class Bottleneck : nn.Module<Tensor, Tensor>
{
    public Bottleneck(int channels)
        : base(nameof(Bottleneck))
    {
        Reduce = new ConvNorm(channels, channels / 2, 1);
        Spatial = new ConvNorm(channels / 2, channels / 2, 3);
        Expand = new ConvNorm(channels / 2, channels, 1, activate: false);

        // Blocks start as the identity, which lets a deep stack learn at once (Goyal et al. 2017, section 5.1).
        nn.init.zeros_(Expand.Norm.weight!);
        register_module("reduce", Reduce);
        register_module("spatial", Spatial);
        register_module("expand", Expand);
    }

    public ConvNorm Reduce { get; }

    public ConvNorm Spatial { get; }

    public ConvNorm Expand { get; }

    public override Tensor forward(Tensor input) =>
        nn.functional.relu(Expand.forward(Spatial.forward(Reduce.forward(input))).add_(input), inplace: true);
}
