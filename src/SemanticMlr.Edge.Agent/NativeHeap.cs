using System.Runtime.InteropServices;

namespace SemanticMlr.Edge.Agent;

/// <summary>The heap of native code: ONNX Runtime, OpenCV, SQLite.</summary>
internal static partial class NativeHeap
{
    private const int MaximumArenas = -8;

    /// <summary>Lets all threads share two arenas. Has an effect with the GNU C library only.</summary>
    /// <remarks>
    /// By default each thread gets an arena of its own, up to eight a core, and each keeps the most that its threads ever needed: over hours the process grows by
    /// tens of megabytes without anything being leaked.
    /// </remarks>
    public static void ShareArenas()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(MaximumArenas, 2);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, as musl: it has no arenas.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
