using SemanticMlr.Bundles;

namespace SemanticMlr.Inference;

/// <summary>Which forms of an encoder are made for a provider.</summary>
public static class ProviderTarget
{
    /// <summary>The target of forms made for a provider; those for <see cref="EncoderTarget.Any"/> suit it too.</summary>
    public static EncoderTarget Of(ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.TensorRt => EncoderTarget.TensorRt,
        ExecutionProvider.Cuda => EncoderTarget.Cuda,
        _ => EncoderTarget.Cpu,
    };
}
