using System.Text.Json.Serialization;

namespace SemanticMlr.Inference.Engines;

/// <summary>What an engine depends on beside the model and the settings: an engine built under other versions or on another GPU must not be loaded.</summary>
public sealed record EngineEnvironment
{
    /// <summary>What stands in the place of a version that is not there.</summary>
    public const string None = "none";

    private const string ProviderName = "TensorrtExecutionProvider";

    /// <summary>Version of ONNX Runtime.</summary>
    public string OnnxRuntime { get; init; } = None;

    /// <summary>Version of TensorRT, as <c>10.13.3</c>.</summary>
    public string TensorRt { get; init; } = None;

    /// <summary>The newest version of CUDA that the driver knows, as <c>13.0</c>.</summary>
    public string CudaDriver { get; init; } = None;

    /// <summary>Version of the CUDA runtime, as <c>13.0</c>.</summary>
    public string CudaRuntime { get; init; } = None;

    /// <summary>Name of the GPU.</summary>
    public string Gpu { get; init; } = None;

    /// <summary>Its compute capability, as <c>8.7</c>.</summary>
    public string ComputeCapability { get; init; } = None;

    /// <summary>Its multiprocessors: modules of one Jetson family share a name.</summary>
    public int Multiprocessors { get; init; }

    /// <summary>Whether an engine can be built: ONNX Runtime has the provider, and library, driver and GPU are there.</summary>
    [JsonIgnore]
    public bool CanBuild => OnnxRuntime != None && TensorRt != None && CudaDriver != None && Gpu != None;

    /// <summary>Asks the native libraries of this machine. Where ONNX Runtime was built without TensorRT, none is loaded.</summary>
    /// <param name="deviceId">The GPU, where there are several.</param>
    public static EngineEnvironment Read(int deviceId)
    {
        var (version, providers) = SessionFactory.DescribeRuntime();
        if (!providers.Contains(ProviderName))
        {
            return new EngineEnvironment();
        }

        var device = NvidiaDevice.Read(deviceId);
        return new EngineEnvironment
        {
            OnnxRuntime = version,
            TensorRt = NvidiaLibraries.TensorRtVersion() ?? None,
            CudaDriver = device.DriverVersion ?? None,
            CudaRuntime = NvidiaLibraries.CudaRuntimeVersion() ?? None,
            Gpu = device.Name ?? None,
            ComputeCapability = device.ComputeCapability ?? None,
            Multiprocessors = device.Multiprocessors,
        };
    }
}
