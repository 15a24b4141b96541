using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Inference;

/// <summary>What graphs run on.</summary>
public sealed class InferenceOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Inference";

    /// <summary>The providers to try, best first.</summary>
    /// <value>The default is TensorRT, CUDA, CPU.</value>
    [Required]
    [MinLength(1)]
#pragma warning disable CA1819 // the configuration binder replaces an array and would append to a list
    public ExecutionProvider[] Providers { get; set; } = [ExecutionProvider.TensorRt, ExecutionProvider.Cuda, ExecutionProvider.Cpu];
#pragma warning restore CA1819

    /// <summary>What to do when a provider cannot be used.</summary>
    /// <value>The default is <see cref="OnProviderFailure.Degrade"/>.</value>
    public OnProviderFailure OnProviderFailure { get; set; } = OnProviderFailure.Degrade;

    /// <summary>Threads that one graph may use on the processor; 0 lets ONNX Runtime take one per physical core.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>The GPU, where there are several.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 63)]
    public int DeviceId { get; set; }
}
