using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SemanticMlr.Training.Native;

/// <summary>Keeps libtorch's convolutions to instructions whose results agree with what is exported.</summary>
/// <remarks>
/// On a virtual Zen 5 machine oneDNN's AVX-512 kernels gave convolutions that were off by up to 10 %, so what was trained was not what ONNX Runtime ran.
/// The variable is read once, when libtorch first convolves; whoever sets it keeps their own value.
/// </remarks>
internal static partial class OneDnn
{
    private const string Variable = "ONEDNN_MAX_CPU_ISA";

    /// <summary>Has an effect on Linux only; elsewhere the variable must be set by hand.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The ModuleInitializer attribute should not be used in libraries", Justification = "It must come before the first tensor, whichever type is used first.")]
    internal static void LimitInstructionSet()
    {
        if (OperatingSystem.IsLinux())
        {
            // Environment.SetEnvironmentVariable changes a copy that native code does not see.
            _ = SetVariable(Variable, "AVX2", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
