using System.Runtime.InteropServices;

namespace SemanticMlr.Edge.Doctor;

/// <summary>What the kernel says of its clock.</summary>
internal static partial class SystemClock
{
    /// <summary>TIME_ERROR of adjtimex(2): the clock is not synchronised.</summary>
    private const int NotSynchronised = 5;

    /// <summary>Larger than struct timex of every 64-bit Linux.</summary>
    private const int BufferBytes = 512;

    /// <summary>Whether the clock is synchronised, or null where the kernel does not tell.</summary>
    public static bool? Read()
    {
        try
        {
            return AdjustTime(new byte[BufferBytes]) switch
            {
                < 0 => null,
                NotSynchronised => false,
                _ => true,
            };
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>With a buffer of zeros (modes = 0) it only reads.</summary>
    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjustTime(Span<byte> timex);
}
