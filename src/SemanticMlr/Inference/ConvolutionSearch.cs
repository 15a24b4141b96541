namespace SemanticMlr.Inference;

/// <summary>How cuDNN finds its way to compute a convolution.</summary>
public enum ConvolutionSearch
{
    /// <summary>By rules: at once.</summary>
    Heuristic,

    /// <summary>By trying all ways, once per shape: slow at the first batch of every size, sometimes faster after it.</summary>
    Exhaustive,

    /// <summary>Always the same way, which needs no memory to work in.</summary>
    Default,
}
