namespace SemanticMlr.Edge.Pipeline;

/// <summary>When the pixels of the next batch are prepared while the current one runs.</summary>
public enum PrepareAhead
{
    /// <summary>Where the model runs on a GPU and leaves the cores idle.</summary>
    OnGpu,

    /// <summary>Always: more frames a second on a processor with many cores.</summary>
    Always,

    /// <summary>Never: every frame is as new as it can be when its batch begins.</summary>
    Never,
}
