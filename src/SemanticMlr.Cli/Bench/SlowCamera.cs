namespace SemanticMlr.Cli.Bench;

/// <summary>What is wrong with the one camera that stands beside the others.</summary>
internal enum SlowCamera
{
    /// <summary>There is no such camera.</summary>
    None,

    /// <summary>It gives a frame a second.</summary>
    Second,

    /// <summary>It gives a few frames, then none any more: the agent closes and opens it again, for ever.</summary>
    Hang,
}
