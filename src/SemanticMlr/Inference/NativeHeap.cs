using System.Runtime.InteropServices;

namespace SemanticMlr.Inference;

/// <summary>Keeps what native libraries free from staying in the process. Has an effect with the GNU C library only; elsewhere it does nothing.</summary>
/// <remarks>
/// That library gives every thread a heap of its own, up to eight a core, and each keeps the most that was ever in use in it at once; and the first
/// large block that is freed makes it take others of that size from these heaps, too. Faults and changes of labels run on ever other threads, so that
/// all of these heaps grow.
/// </remarks>
public static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MaximumArenas = -8;
    private const int Megabyte = 1 << 20;

    /// <summary>Few heaps, and large blocks outside of them. Must come before threads are many.</summary>
    public static void Bound() => Do(() =>
    {
        _ = SetOption(MaximumArenas, 2);
        _ = SetOption(MapThreshold, Megabyte);
        _ = SetOption(TrimThreshold, Megabyte);
    });

    /// <summary>Hands what was freed back to the system, as after a graph that was opened, run once and closed. Takes milliseconds.</summary>
    public static void GiveBack() => Do(() => _ = Trim(0));

    private static void Do(Action action)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            action();
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, as musl: it has no such functions.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
