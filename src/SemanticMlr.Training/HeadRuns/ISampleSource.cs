using static TorchSharp.torch;

namespace SemanticMlr.Training.HeadRuns;

/// <summary>The samples of a run as image features at the joint dimension.</summary>
internal interface ISampleSource : IDisposable
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Encodes some samples with a model's own projection or encoder.</summary>
    /// <param name="model">The model.</param>
    /// <param name="samples">Indices of samples.</param>
    /// <param name="random">Chooses how each is changed, or null to take them as they are.</param>
    /// <returns><c>global</c> [B, D] and <c>patches</c> [B, P, D].</returns>
    (Tensor Global, Tensor Patches) Encode(HeadModel model, ReadOnlySpan<int> samples, Random? random);
}
