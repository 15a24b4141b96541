using System.Text.RegularExpressions;

namespace SemanticMlr.Edge.Doctor;

/// <summary>What brings the native library that an execution provider missed.</summary>
internal static partial class NativeLibraryRemedy
{
    private static readonly (string Prefix, string Remedy)[] Remedies =
    [
        ("libnvinfer", "TensorRT 10 (NVIDIA's package libnvinfer10; part of JetPack)"),
        ("libnvonnxparser", "TensorRT 10 (NVIDIA's package libnvonnxparsers10; part of JetPack)"),
        ("libcudnn", "cuDNN 9 (NVIDIA's package libcudnn9-cuda-13; part of JetPack)"),
        ("libcuda.", "NVIDIA's driver"),
        ("libcu", "CUDA 13 (NVIDIA's package cuda-libraries-13-0; part of JetPack)"),
        ("libonnxruntime", "ONNX Runtime for CUDA: build with -p:OnnxRuntime=Gpu (docs/gpu.md)"),
        ("libstdc++", "a C++ runtime as new as the one ONNX Runtime was built with"),
    ];

    /// <summary>A sentence, by the library that a reason names.</summary>
    public static string For(string reason)
    {
        var missing = Missing().Match(reason).Groups[1].Value;
        if (missing.Length > 0)
        {
            var found = Array.Find(Remedies, entry => missing.StartsWith(entry.Prefix, StringComparison.Ordinal));
            return found.Remedy is { } remedy
                ? $"{missing} is missing: install {remedy}, or put its folder on the library path."
                : $"{missing} is missing: install what brings it, or put its folder on the library path.";
        }

        return reason.Contains("is off by", StringComparison.Ordinal)
            ? "It computes other numbers than the bundle was made with: switch TensorFloat32 and Fp16 off, or take it out of Recognition:Inference:Providers."
            : "Build with -p:OnnxRuntime=Gpu on a machine with an NVIDIA GPU (docs/gpu.md), or take it out of Recognition:Inference:Providers.";
    }

    [GeneratedRegex(@"(lib[\w+-]+\.so[.\d]*): cannot open shared object file")]
    private static partial Regex Missing();
}
