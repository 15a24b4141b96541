using System.Globalization;
using System.Runtime.InteropServices;

namespace SemanticMlr.Inference.Engines;

/// <summary>Versions of NVIDIA's libraries, asked of the libraries themselves: nothing of NVIDIA's is needed to build or to run this.</summary>
public static class NvidiaLibraries
{
    /// <summary>The newest first; ONNX Runtime names the one that it was built with.</summary>
    private static readonly string[] TensorRt = ["libnvinfer.so.11", "libnvinfer.so.10", "libnvinfer.so.8", "libnvinfer.so"];

    private static readonly string[] CudaRuntime = ["libcudart.so.13", "libcudart.so.12", "libcudart.so.11.0", "libcudart.so"];

    /// <summary>Version of TensorRT, as <c>10.13.3</c>, or null where no library of it is found.</summary>
    public static string? TensorRtVersion() => TensorRtVersion(TensorRt);

    /// <summary>Version of the CUDA runtime, as <c>13.0</c>, or null where no library of it is found.</summary>
    public static string? CudaRuntimeVersion() => CudaRuntimeVersion(CudaRuntime);

    internal static string? TensorRtVersion(IEnumerable<string> names) =>
        Find<GetInferLibVersion>(names, "getInferLibVersion") is { } get ? TensorRtText(get()) : null;

    internal static string? CudaRuntimeVersion(IEnumerable<string> names) =>
        Find<GetVersion>(names, "cudaRuntimeGetVersion") is { } get && get(out var version) == 0 ? CudaText(version) : null;

    /// <summary>13000 is 13.0.</summary>
    internal static string CudaText(int version) => string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}");

    /// <summary>101303 is 10.13.3; before version 10 a digit less stood for each part, so that 8601 is 8.6.1.</summary>
    internal static string TensorRtText(int version) => version >= 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{version / 10_000}.{version / 100 % 100}.{version % 100}")
        : string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version / 100 % 10}.{version % 100}");

    /// <summary>A function of the first library that is found; libraries stay loaded, as ONNX Runtime loads the same ones.</summary>
    internal static T? Find<T>(IEnumerable<string> names, string function)
        where T : Delegate
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library) && NativeLibrary.TryGetExport(library, function, out var address))
            {
                return Marshal.GetDelegateForFunctionPointer<T>(address);
            }
        }

        return null;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetInferLibVersion();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetVersion(out int version);
}
