using System.Runtime.InteropServices;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SemanticMlr.Training.Features;

/// <summary>The features of samples, some of them in several views, in half precision in memory.</summary>
/// <param name="shape">Sizes.</param>
/// <param name="entries">By sample, then view: global vector and patches.</param>
internal sealed class FeatureSet(FeatureShape shape, IReadOnlyList<IReadOnlyList<Half[]>> entries)
{
    /// <summary>Sizes.</summary>
    public FeatureShape Shape => shape;

    /// <summary>Number of samples.</summary>
    public int Count => entries.Count;

    /// <summary>The features of some samples as tensors, <c>global</c> [B, G] and <c>patches</c> [B, P, W].</summary>
    /// <param name="samples">Indices of samples.</param>
    /// <param name="random">Chooses a view of each, or null for the plain ones.</param>
    public (Tensor Global, Tensor Patches) Take(ReadOnlySpan<int> samples, Random? random)
    {
        var global = empty(samples.Length, shape.Global);
        var patches = empty(samples.Length, shape.Patches, shape.Patch);
        var globalValues = MemoryMarshal.Cast<byte, float>(global.bytes);
        var patchValues = MemoryMarshal.Cast<byte, float>(patches.bytes);
        for (var index = 0; index < samples.Length; index++)
        {
            var views = entries[samples[index]];
            var entry = views[random?.Next(views.Count) ?? 0].AsSpan();
            TensorPrimitives.ConvertToSingle(entry[..shape.Global], globalValues[(index * shape.Global)..]);
            TensorPrimitives.ConvertToSingle(entry[shape.Global..], patchValues[(index * shape.AllPatches)..]);
        }

        return (global, patches);
    }
}
