namespace SemanticMlr.Edge;

/// <summary>What the exit code of the agent says.</summary>
public static class ExitCodes
{
    /// <summary>Stopped as asked.</summary>
    public const int Stopped = 0;

    /// <summary>A worker failed; the service manager should start the agent again.</summary>
    public const int WorkerFailed = 1;

    /// <summary>Wrong usage of the command line.</summary>
    public const int Usage = 2;

    /// <summary>The configuration, the bundle or the label list cannot be used; starting again does not help.</summary>
    public const int Configuration = 78;
}
