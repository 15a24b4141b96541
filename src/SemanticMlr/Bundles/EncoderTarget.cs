namespace SemanticMlr.Bundles;

/// <summary>The execution provider that an encoder file was made for.</summary>
public enum EncoderTarget
{
    /// <summary>Every provider.</summary>
    Any,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>CUDA.</summary>
    Cuda,

    /// <summary>TensorRT.</summary>
    TensorRt,
}
