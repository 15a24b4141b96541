using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SemanticMlr.Edge.Outbox;

/// <summary>A file that keeps room on the disk: deleting messages needs some, too.</summary>
internal sealed partial class DiskReserve(string path, long bytes)
{
    /// <summary>Whether the room is kept.</summary>
    public bool IsKept => bytes == 0 || (File.Exists(path) && new FileInfo(path).Length == bytes);

    /// <summary>Gives the room free.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Release()
    {
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    /// <summary>Keeps the room again where twice as much is free.</summary>
    /// <returns>Whether it is kept.</returns>
    public bool TryKeep()
    {
        if (IsKept)
        {
            return true;
        }

        try
        {
            if (new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace < 2 * bytes)
            {
                return false;
            }

            Fill();
            return true;
        }
        catch (IOException)
        {
            Release();
            return false;
        }
    }

    /// <summary>Allocates it: a file that was only made longer keeps no room.</summary>
    private void Fill()
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var error = Allocate(file, 0, bytes);
        if (error != 0)
        {
            throw new IOException($"{path}: {new Win32Exception(error).Message}.", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Allocate(SafeFileHandle file, long offset, long length);
}
