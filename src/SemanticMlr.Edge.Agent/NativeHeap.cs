using System.Runtime.InteropServices;

namespace SemanticMlr.Edge.Agent;

/// <summary>Keeps what native libraries free from staying in the process.</summary>
/// <remarks>
/// The GNU C library gives every thread a heap of its own, up to eight a core, and each keeps the most that was ever in use in it at once; and the first
/// large block that is freed makes it take others of that size from these heaps, too. Faults run on ever other threads, so that
/// all of these heaps grow.
/// </remarks>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MaximumArenas = -8;
    private const int Megabyte = 1 << 20;

    /// <summary>Must come before threads are many. Has an effect with the GNU C library only; elsewhere it does nothing.</summary>
    public static void Bound()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(MaximumArenas, 2);
            _ = SetOption(MapThreshold, Megabyte);
            _ = SetOption(TrimThreshold, Megabyte);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, as musl: it has no such options.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
