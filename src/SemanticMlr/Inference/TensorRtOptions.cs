using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;
using SemanticMlr.Bundles;
using SemanticMlr.Inference.Engines;

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

    /// <summary>The most regions that one run of an engine takes. The agent raises it to <c>Recognition:MaxBatch</c>.</summary>
    /// <value>The default is 18.</value>
    [Range(2, 256)]
    public int MaxBatch { get; set; } = 18;

    /// <summary>The count of regions that an engine is made fastest for, at most <see cref="MaxBatch"/>; 0 takes that.</summary>
    /// <value>The default is 0.</value>
    [Range(0, 256)]
    public int UsualBatch { get; set; }

    /// <summary>Where engines are kept.</summary>
    [Required, ValidateObjectMembers]
    public EngineCacheOptions EngineCache { get; set; } = new();

    /// <summary>The settings under the names that ONNX Runtime gives them.</summary>
    /// <remarks>With the shapes named, the engine is built once, when it is opened; else every batch of a size not seen before would build it anew, while frames wait.</remarks>
    /// <param name="size">Side S of the encoder's input, in pixels.</param>
    /// <param name="precision">The precision of the form: TensorRT leaves int8 and fp16 nodes aside where it is not let.</param>
    internal IEnumerable<KeyValuePair<string, string>> ToProvider(int size, EncoderPrecision precision = EncoderPrecision.Fp32)
    {
        var isHalf = Fp16 || precision == EncoderPrecision.Fp16;
        var usual = UsualBatch == 0 ? MaxBatch : Math.Min(UsualBatch, MaxBatch);
        yield return new("trt_profile_min_shapes", Shape(1, size));
        yield return new("trt_profile_opt_shapes", Shape(usual, size));
        yield return new("trt_profile_max_shapes", Shape(MaxBatch, size));
        yield return new("trt_fp16_enable", isHalf ? "1" : "0");
        yield return new("trt_int8_enable", precision == EncoderPrecision.Int8 ? "1" : "0");
        if (isHalf)
        {
            // The squares in a LayerNorm go beyond what fp16 holds.
            yield return new("trt_layer_norm_fp32_fallback", "1");
        }

        yield return new("trt_builder_optimization_level", OptimisationLevel.ToString(CultureInfo.InvariantCulture));
        if (WorkspaceMegabytes > 0)
        {
            yield return new("trt_max_workspace_size", (WorkspaceMegabytes * 1024L * 1024L).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string Shape(int batch, int size) => string.Create(CultureInfo.InvariantCulture, $"pixels:{batch}x{size}x{size}x3");
}
