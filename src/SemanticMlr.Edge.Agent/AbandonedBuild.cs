using System.Runtime.InteropServices;

namespace SemanticMlr.Edge.Agent;

/// <summary>Ends the process where TensorRT is still building: it cannot be told to stop, and the libraries must not be taken down under it.</summary>
internal static partial class AbandonedBuild
{
    private static volatile bool _isUnderWay;

    /// <summary>Says that a build goes on after everything else came to its end.</summary>
    public static void Note() => _isUnderWay = true;

    /// <summary>Ends the process without the ends of its libraries, where that is needed; everything of the agent's own must be done.</summary>
    public static void EndIfAny(int exitCode)
    {
        if (_isUnderWay && OperatingSystem.IsLinux())
        {
            Console.Out.Flush();
            Console.Error.Flush();
            End(exitCode);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void End(int exitCode);
}
