namespace SemanticMlr.Training.Quantisation;

/// <summary>What a node means to the quantiser.</summary>
internal enum NodeKind
{
    /// <summary>Conv with constant weights: int8 in and out.</summary>
    Convolution,

    /// <summary>MatMul or Gemm with constant weights: int8 in, float out unless a rectifier follows or the reader wants int8.</summary>
    Product,

    /// <summary>MatMul of two activations, as in attention.</summary>
    ActivationProduct,

    /// <summary>Add, AveragePool, GlobalAveragePool, Concat: int8 in and out, with a scale of its own.</summary>
    Combination,

    /// <summary>MaxPool, Resize, Reshape, Transpose and the like: values stay, so does the scale.</summary>
    Move,
}
