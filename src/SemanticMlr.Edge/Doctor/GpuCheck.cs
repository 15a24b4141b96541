using SemanticMlr.Inference;
using SemanticMlr.Inference.Engines;

namespace SemanticMlr.Edge.Doctor;

/// <summary>What the providers for NVIDIA's GPUs stand on: the driver, and TensorRT. Asked of the libraries themselves, also where ONNX Runtime was built without them.</summary>
internal static class GpuCheck
{
    /// <param name="options">The chain of providers.</param>
    public static IEnumerable<Finding> Look(InferenceOptions options) =>
        Look(options, NvidiaDevice.Read(options.DeviceId), NvidiaLibraries.TensorRtVersion(), NvidiaLibraries.CudaRuntimeVersion());

    internal static IEnumerable<Finding> Look(InferenceOptions options, NvidiaDevice device, string? tensorRt, string? cudaRuntime)
    {
        var isWanted = options.Providers.Length > 0 || NvidiaDeviceFiles.Any;
        if (!options.Chain.Any(provider => provider != ExecutionProvider.Cpu) || (!isWanted && device.Fault is not null))
        {
            yield break; // ProviderCheck says that they are not used
        }

        yield return device.Fault is { } fault
            ? new Finding("GPU driver", Verdict.Warning, fault, Remedy(device))
            : new Finding("GPU driver", Verdict.Ok, $"{device.Name}, compute capability {device.ComputeCapability}, driver for CUDA {device.DriverVersion}");
        yield return cudaRuntime is null
            ? Missing("CUDA runtime", "libcudart.so.13")
            : new Finding("CUDA runtime", Verdict.Ok, $"version {cudaRuntime}");
        if (options.Chain.Contains(ExecutionProvider.TensorRt))
        {
            yield return tensorRt is null
                ? Missing("TensorRT", "libnvinfer.so.10")
                : new Finding("TensorRT", Verdict.Ok, $"version {tensorRt}");
        }
    }

    private static Finding Missing(string subject, string library) =>
        new(subject, Verdict.Warning, $"{library} is not found", NativeLibraryRemedy.For($"{library}: cannot open shared object file"));

    private static string Remedy(NvidiaDevice device) =>
        device.DriverVersion is not null ? "Name a GPU that is there in Recognition:Inference:DeviceId (nvidia-smi lists them)."
        : device.Fault!.EndsWith("is not found", StringComparison.Ordinal) ? NativeLibraryRemedy.For($"{NvidiaDevice.Library}: cannot open shared object file")
        : "Load the driver's kernel module (modprobe nvidia; nvidia-smi says what it lacks), and give the service DeviceAllow= for the GPU.";
}
