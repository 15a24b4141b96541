namespace SemanticMlr.Cli;

/// <summary>What the exit code of <c>mlr</c> says.</summary>
internal static class ExitCodes
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>A check failed.</summary>
    public const int CheckFailed = 1;

    /// <summary>Wrong usage or unusable input.</summary>
    public const int Usage = 2;

    /// <summary>Bad configuration.</summary>
    public const int Configuration = 78;

    /// <summary>Stopped by Ctrl-C: 128 and the number of the signal, as shells report it.</summary>
    public const int Interrupted = 130;
}
