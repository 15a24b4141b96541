using SemanticMlr.Training.Features;
using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>Samples whose features were cached.</summary>
internal sealed class FrozenSource(FeatureSet features) : ISampleSource
{
    /// <inheritdoc/>
    public int Count => features.Count;

    /// <inheritdoc/>
    public (Tensor Global, Tensor Patches) Encode(HeadModel model, ReadOnlySpan<int> samples, Random? random)
    {
        var (global, patches) = features.Take(samples, random);
        return model.Projection!.Apply(global, patches);
    }

    /// <summary>The frozen encoder's own global vectors [N, G].</summary>
    public Tensor Globals(ReadOnlySpan<int> samples) => features.Take(samples, null).Global;

    public void Dispose()
    {
    }
}
