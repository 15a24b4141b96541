using System.Runtime.InteropServices;

namespace SemanticMlr.Training.Native;

/// <summary>Keeps the memory of freed tensors in the process.</summary>
/// <remarks>
/// The C library hands every large block back to the system and faults it in again a moment later; on two cores that made a training
/// step ten times slower. Training allocates the same sizes step after step, so keeping the memory costs nothing.
/// </remarks>
internal static partial class Heap
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;
    private const int MaximumMaps = -4;
    private const int MaximumArenas = -8;

    /// <summary>Has an effect with the GNU C library only; elsewhere it does nothing.</summary>
    public static void Retain()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(MapThreshold, 1 << 30);
            _ = SetOption(MaximumMaps, 0);
            _ = SetOption(TrimThreshold, int.MaxValue);
            _ = SetOption(TopPad, 256 << 20);

            // Each arena keeps memory of its own; one a thread would keep that of a step many times over.
            _ = SetOption(MaximumArenas, 2);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, as musl: it has no such options.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
