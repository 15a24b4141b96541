using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SemanticMlr.Inference;

/// <summary>Settings of the TensorRT execution provider.</summary>
public sealed class TensorRtOptions
{
    /// <summary>Whether TensorRT may run nodes of the fp32 form in fp16. The golden pictures decide whether the numbers are still good enough.</summary>
    /// <value>The default is false: a bundle with an fp16 form says in its golden set what that form gives.</value>
    public bool Fp16 { get; set; }

    /// <summary>Memory that TensorRT may work in while it builds and runs, in megabytes; 0 leaves it to TensorRT.</summary>
    /// <value>The default is 1024.</value>
    [Range(0, 1_048_576)]
    public int WorkspaceMegabytes { get; set; } = 1024;

    /// <summary>How long TensorRT looks for faster kernels: 0 (build fast) to 5 (run fast).</summary>
    /// <value>The default is 3.</value>
    [Range(0, 5)]
    public int OptimisationLevel { get; set; } = 3;

    /// <summary>The settings under the names that ONNX Runtime gives them.</summary>
    internal IEnumerable<KeyValuePair<string, string>> ToProvider()
    {
        yield return new("trt_fp16_enable", Fp16 ? "1" : "0");
        yield return new("trt_builder_optimization_level", OptimisationLevel.ToString(CultureInfo.InvariantCulture));
        if (WorkspaceMegabytes > 0)
        {
            yield return new("trt_max_workspace_size", (WorkspaceMegabytes * 1024L * 1024L).ToString(CultureInfo.InvariantCulture));
        }
    }
}
