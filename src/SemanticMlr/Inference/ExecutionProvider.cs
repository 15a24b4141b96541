namespace SemanticMlr.Inference;

/// <summary>What runs the graphs.</summary>
public enum ExecutionProvider
{
    /// <summary>NVIDIA TensorRT.</summary>
    TensorRt,

    /// <summary>NVIDIA CUDA.</summary>
    Cuda,

    /// <summary>The processor.</summary>
    Cpu,
}
