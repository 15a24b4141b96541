namespace SemanticMlr.Inference;

/// <summary>What to do when an execution provider cannot be used or gives other numbers than the golden ones.</summary>
public enum OnProviderFailure
{
    /// <summary>Refuse to start.</summary>
    Fail,

    /// <summary>Try the next provider of the chain, and say so.</summary>
    Degrade,
}
