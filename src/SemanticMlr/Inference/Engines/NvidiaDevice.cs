using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace SemanticMlr.Inference.Engines;

/// <summary>A GPU as NVIDIA's driver shows it; what is not there is null.</summary>
public sealed record NvidiaDevice
{
    /// <summary>The library that the driver brings.</summary>
    public const string Library = "libcuda.so.1";

    private const int MultiprocessorCount = 16;
    private const int ComputeCapabilityMajor = 75;
    private const int ComputeCapabilityMinor = 76;

    /// <summary>Why no GPU can be used, as a sentence without a full stop; null where one can.</summary>
    public string? Fault { get; private init; }

    /// <summary>The newest version of CUDA that the driver knows, as <c>13.0</c>.</summary>
    public string? DriverVersion { get; private init; }

    /// <summary>The name of the GPU.</summary>
    public string? Name { get; private init; }

    /// <summary>Its compute capability, as <c>8.7</c>.</summary>
    public string? ComputeCapability { get; private init; }

    /// <summary>Its multiprocessors.</summary>
    public int Multiprocessors { get; private init; }

    /// <summary>Asks the driver.</summary>
    /// <param name="deviceId">The GPU, where there are several.</param>
    public static NvidiaDevice Read(int deviceId) => Read(deviceId, Library);

    internal static NvidiaDevice Read(int deviceId, string library)
    {
        string[] names = [library];
        if (NvidiaLibraries.Find<Initialize>(names, "cuInit") is not { } initialize)
        {
            return new NvidiaDevice { Fault = $"{library} is not found" };
        }

        if (initialize(0) is var code and not 0)
        {
            return new NvidiaDevice { Fault = $"the driver refuses to start: cuInit gives {Text(code)}" };
        }

        var version = Ask(names, "cuDriverGetVersion") is { } number ? NvidiaLibraries.CudaText(number) : null;
        var count = Ask(names, "cuDeviceGetCount") ?? 0;
        if (deviceId >= count || NvidiaLibraries.Find<GetDevice>(names, "cuDeviceGet") is not { } get || get(out var device, deviceId) != 0)
        {
            return new NvidiaDevice { DriverVersion = version, Fault = $"there is no GPU {Text(deviceId)}; the driver shows {Text(count)}" };
        }

        return new NvidiaDevice
        {
            DriverVersion = version,
            Name = NameOf(names, device),
            ComputeCapability = $"{Text(Attribute(names, device, ComputeCapabilityMajor))}.{Text(Attribute(names, device, ComputeCapabilityMinor))}",
            Multiprocessors = Attribute(names, device, MultiprocessorCount),
        };
    }

    private static int? Ask(string[] names, string function) =>
        NvidiaLibraries.Find<GetNumber>(names, function) is { } get && get(out var number) == 0 ? number : null;

    private static int Attribute(string[] names, int device, int attribute) =>
        NvidiaLibraries.Find<GetAttribute>(names, "cuDeviceGetAttribute") is { } get && get(out var value, attribute, device) == 0 ? value : 0;

    private static string? NameOf(string[] names, int device)
    {
        var name = new byte[256];
        return NvidiaLibraries.Find<GetName>(names, "cuDeviceGetName") is { } get && get(name, name.Length, device) == 0
            ? Encoding.UTF8.GetString(name).Split('\0')[0]
            : null;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Initialize(uint flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetNumber(out int number);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetDevice(out int device, int ordinal);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetName([In, Out] byte[] name, int length, int device);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GetAttribute(out int value, int attribute, int device);
}
