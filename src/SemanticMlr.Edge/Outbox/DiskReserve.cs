using System.Buffers;

namespace SemanticMlr.Edge.Outbox;

/// <summary>A file that keeps room on the disk: deleting messages needs some, too.</summary>
internal sealed class DiskReserve(string path, long bytes)
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

    /// <summary>Writes it through: a file that was only made longer keeps no room.</summary>
    private void Fill()
    {
        const int Block = 1 << 20;
        var zeros = ArrayPool<byte>.Shared.Rent(Block);
        Array.Clear(zeros);
        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            for (long offset = 0; offset < bytes; offset += Block)
            {
                RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(Block, bytes - offset)), offset);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(zeros);
        }
    }
}
