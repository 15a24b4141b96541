using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SemanticMlr.Inference;

/// <summary>Settings of the CUDA execution provider, which also runs what TensorRT leaves.</summary>
public sealed class CudaOptions
{
    /// <summary>The most memory that ONNX Runtime's arena takes on the GPU for one graph, in megabytes; 0 sets no limit.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 1_048_576)]
    public int MemoryLimitMegabytes { get; set; }

    /// <summary>Whether the arena grows by what is asked for, instead of to the next power of two: less memory, more allocations at the start.</summary>
    /// <value>The default is true: a Jetson shares its memory between processor and GPU.</value>
    public bool GrowByRequest { get; set; } = true;

    /// <summary>Whether products of fp32 numbers may run in TensorFloat-32, which keeps 10 bits of a mantissa's 23.</summary>
    /// <value>The default is false: the numbers stay those that calibration saw.</value>
    public bool TensorFloat32 { get; set; }

    /// <summary>How cuDNN finds its way to compute a convolution.</summary>
    /// <value>The default is <see cref="ConvolutionSearch.Heuristic"/>: a measured choice would be made again for every new size of a batch, while frames wait.</value>
    public ConvolutionSearch ConvolutionSearch { get; set; } = ConvolutionSearch.Heuristic;

    /// <summary>The settings under the names that ONNX Runtime gives them.</summary>
    internal IEnumerable<KeyValuePair<string, string>> ToProvider()
    {
        if (MemoryLimitMegabytes > 0)
        {
            yield return new("gpu_mem_limit", (MemoryLimitMegabytes * 1024L * 1024L).ToString(CultureInfo.InvariantCulture));
        }

        yield return new("arena_extend_strategy", GrowByRequest ? "kSameAsRequested" : "kNextPowerOfTwo");
        yield return new("use_tf32", TensorFloat32 ? "1" : "0");
        yield return new("cudnn_conv_algo_search", ConvolutionSearch switch
        {
            ConvolutionSearch.Exhaustive => "EXHAUSTIVE",
            ConvolutionSearch.Default => "DEFAULT",
            _ => "HEURISTIC",
        });
    }
}
