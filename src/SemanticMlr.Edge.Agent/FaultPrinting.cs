using System.Diagnostics;

namespace SemanticMlr.Edge.Agent;

/// <summary>What the runtime needs to print where an exception came from.</summary>
internal static class FaultPrinting
{
    /// <summary>
    /// Loads it: libraries and symbol files of some megabytes, which would otherwise come with the first fault that nobody foresaw, be it days after the start or the
    /// very lack of memory or open files that should be told.
    /// </summary>
    public static void Load() => _ = new StackTrace(fNeedFileInfo: true).ToString();
}
