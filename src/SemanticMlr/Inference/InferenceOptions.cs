using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Inference;

/// <summary>What graphs run on.</summary>
public sealed class InferenceOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recognition:Inference";

    private static readonly ExecutionProvider[] DefaultChain = [ExecutionProvider.TensorRt, ExecutionProvider.Cuda, ExecutionProvider.Cpu];

    /// <summary>The execution providers to try, best first: TensorRt, Cuda, Cpu. Empty takes these three in this order.</summary>
    /// <value>The default is empty: the configuration binder would append to an array that is not.</value>
#pragma warning disable CA1819 // the configuration binder fills arrays
    public ExecutionProvider[] Providers { get; set; } = [];
#pragma warning restore CA1819

    /// <summary>The providers in force, each once.</summary>
    public IEnumerable<ExecutionProvider> Chain => (Providers.Length > 0 ? Providers : DefaultChain).Distinct();

    /// <summary>The same settings with one provider, which must run.</summary>
    public InferenceOptions Only(ExecutionProvider provider) => new()
    {
        Providers = [provider],
        OnProviderFailure = OnProviderFailure.Fail,
        Threads = Threads,
        DeviceId = DeviceId,
        Cuda = Cuda,
        TensorRt = TensorRt,
    };

    /// <summary>What to do when a provider cannot be used.</summary>
    /// <value>The default is <see cref="OnProviderFailure.Degrade"/>.</value>
    public OnProviderFailure OnProviderFailure { get; set; } = OnProviderFailure.Degrade;

    /// <summary>Threads that one graph may use on the processor; 0 lets ONNX Runtime take one per physical core. The agent prepares pixels on as many; 0: one per processor.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>The GPU, where there are several.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 63)]
    public int DeviceId { get; set; }

    /// <summary>Settings of CUDA.</summary>
    [Required, ValidateObjectMembers]
    public CudaOptions Cuda { get; set; } = new();

    /// <summary>Settings of TensorRT.</summary>
    [Required, ValidateObjectMembers]
    public TensorRtOptions TensorRt { get; set; } = new();
}
