using SemanticMlr.Training.Recipes;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SemanticMlr.Training.Modules;

/// <summary>Residual convolutional encoder: patches at stride <see cref="ImageRecipe.PatchStride"/> that also see a context path at stride 16.</summary>
/// <remarks>
/// The convolutions see the region and its margin; only the patches that lie in the region leave the encoder, and the global vector is
/// pooled from those alone. So context helps to judge a defect, and a defect of the neighbouring tile is not reported here.
/// </remarks>
internal sealed class ImageEncoder : nn.Module<Tensor, (Tensor Global, Tensor Patches)>
{
    /// <param name="recipe">Widths and depths.</param>
    /// <param name="dimension">Length D of the vectors.</param>
    /// <param name="border">Patches on each side that only serve as context.</param>
    /// <param name="patchPool">Patches a side that become one.</param>
    /// <param name="planes">1 for brightness, 3 for colour.</param>
    public ImageEncoder(EncoderRecipe recipe, int dimension, int border, int patchPool = 1, int planes = 1)
        : base(nameof(ImageEncoder))
    {
        (Border, PatchPool, Planes) = (border, patchPool, planes);
        Stem = new ConvNorm(planes, recipe.StemChannels, 3, stride: 2);
        ToFine = new ConvNorm(recipe.StemChannels, recipe.FineChannels, 3, stride: 2);
        Fine = Stack(recipe.FineBlocks, recipe.FineChannels);
        ToMiddle = new ConvNorm(recipe.FineChannels, recipe.MiddleChannels, 3, stride: 2);
        Middle = Stack(recipe.MiddleBlocks, recipe.MiddleChannels);
        ToCoarse = new ConvNorm(recipe.MiddleChannels, recipe.CoarseChannels, 3, stride: 2);
        Coarse = Stack(recipe.CoarseBlocks, recipe.CoarseChannels);
        Lift = new ConvNorm(recipe.CoarseChannels, recipe.MiddleChannels, 1, activate: false);
        Merge = Stack(recipe.MergeBlocks, recipe.MiddleChannels);
        PatchProjection = nn.Conv2d(recipe.MiddleChannels, dimension, 1);
        PoolProjection = nn.Conv2d(recipe.MiddleChannels, 2 * dimension, 1);
        GlobalProjection = nn.Linear(2 * dimension, dimension);
        foreach (var (name, module) in Parts())
        {
            register_module(name, module);
        }
    }

    /// <summary>Patches on each side that only serve as context.</summary>
    public int Border { get; }

    /// <summary>Patches a side that become one.</summary>
    public int PatchPool { get; }

    /// <summary>Planes of a picture: 1 for brightness, 3 for red, green and blue.</summary>
    public int Planes { get; }

    public ConvNorm Stem { get; }

    public ConvNorm ToFine { get; }

    public ModuleList<Bottleneck> Fine { get; }

    public ConvNorm ToMiddle { get; }

    public ModuleList<Bottleneck> Middle { get; }

    public ConvNorm ToCoarse { get; }

    public ModuleList<Bottleneck> Coarse { get; }

    public ConvNorm Lift { get; }

    public ModuleList<Bottleneck> Merge { get; }

    public Conv2d PatchProjection { get; }

    public Conv2d PoolProjection { get; }

    public Linear GlobalProjection { get; }

    /// <summary>The parts from the pixels up, for rates that fall towards the pixels and for parts that stay as they are.</summary>
    public IReadOnlyList<IReadOnlyList<nn.Module>> Stages =>
        [[Stem], [ToFine, Fine], [ToMiddle, Middle], [ToCoarse, Coarse, Lift], [Merge], [PatchProjection, PoolProjection], [GlobalProjection]];

    /// <summary>Normalised pictures [B, <see cref="Planes"/>, S, S] to <c>global</c> [B, D] and <c>patches</c> [B, P, D], row by row.</summary>
    public override (Tensor Global, Tensor Patches) forward(Tensor input)
    {
        // Channels last in memory: the convolutions then need no reordering, which took a third of a step on a CPU.
        var stem = Stem.forward(input).permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        var middle = Run(Middle, ToMiddle.forward(Run(Fine, ToFine.forward(stem))));
        var coarse = Lift.forward(Run(Coarse, ToCoarse.forward(middle)));
        var wide = nn.functional.interpolate(coarse, scale_factor: [2.0, 2.0], mode: InterpolationMode.Nearest);
        var merged = Run(Merge, nn.functional.relu(wide.add_(middle), inplace: true));

        var inner = merged.shape[2] - 2 * Border;
        var region = merged.narrow(2, Border, inner).narrow(3, Border, inner);
        var projected = PatchProjection.forward(region);
        var patches = (PatchPool > 1 ? nn.functional.max_pool2d(projected, PatchPool) : projected).flatten(2).transpose(1, 2);

        // The maximum keeps one small defect visible among hundreds of patches; an average would drown it, and a log-sum-exp learned slowly.
        var pooled = PoolProjection.forward(region).flatten(2).amax([2]);
        return (GlobalProjection.forward(pooled), patches);
    }

    private static ModuleList<Bottleneck> Stack(int blocks, int channels) =>
        nn.ModuleList([.. Enumerable.Range(0, blocks).Select(_ => new Bottleneck(channels))]);

    private static Tensor Run(ModuleList<Bottleneck> blocks, Tensor input)
    {
        foreach (var block in blocks)
        {
            input = block.forward(input);
        }

        return input;
    }

    private (string Name, nn.Module Module)[] Parts() =>
    [
        ("stem", Stem), ("to_fine", ToFine), ("fine", Fine), ("to_middle", ToMiddle), ("middle", Middle), ("to_coarse", ToCoarse),
        ("coarse", Coarse), ("lift", Lift), ("merge", Merge), ("patch", PatchProjection), ("pool", PoolProjection), ("global", GlobalProjection),
    ];
}
