using SemanticMlr.Bundles;

namespace SemanticMlr.Inference;

/// <summary>Which execution provider is live, and how that is known.</summary>
/// <param name="Active">The provider that reproduced the golden outputs.</param>
/// <param name="Encoder">The form of the image encoder that runs on it.</param>
/// <param name="MaxRelativeDifference">The largest difference to a golden vector, relative to the largest absolute value of that vector; not a number where a form was loaded unproved.</param>
/// <param name="Tolerance">The largest difference that was allowed.</param>
/// <param name="Failed">The providers and forms that were tried before, with reasons.</param>
public sealed record ProviderProof(
    ExecutionProvider Active,
    EncoderEntry Encoder,
    double MaxRelativeDifference,
    double Tolerance,
    IReadOnlyList<ProviderFailure> Failed);
