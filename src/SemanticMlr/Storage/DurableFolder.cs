using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SemanticMlr.Storage;

/// <summary>Makes what happened to the names in a folder outlive a loss of power; .NET opens no folders.</summary>
public static partial class DurableFolder
{
    // O_DIRECTORY | O_CLOEXEC: the former differs between processors.
    private static int Flags => (RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000) | 0x80000;

    /// <summary>Creates a folder with its parents, each of them durable.</summary>
    /// <exception cref="IOException">It could not be created or flushed.</exception>
    public static void Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
        {
            Create(parent);
        }

        Directory.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent))
        {
            Flush(parent);
        }
    }

    /// <summary>Flushes a folder to the disk.</summary>
    /// <exception cref="IOException">It could not be flushed.</exception>
    public static void Flush(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Open(path, Flags);
        if (descriptor < 0)
        {
            throw Fault(path);
        }

        try
        {
            if (Synchronise(descriptor) != 0)
            {
                throw Fault(path);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Fault(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{path}: the folder cannot be flushed to the disk: {new Win32Exception(error).Message}.", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronise(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
