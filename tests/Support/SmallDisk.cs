using System.Diagnostics;

namespace SemanticMlr.TestSupport;

/// <summary>A file system of a test's own that is soon full, or cannot be written.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Mounts it; skips the test where that is not allowed.</summary>
    /// <param name="bytes">Its size.</param>
    public SmallDisk(long bytes)
    {
        if (!Mount("-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", _folder.Path))
        {
            _folder.Dispose();
            Assert.Skip("skipped: this user may not mount file systems");
        }
    }

    public string Path => _folder.Path;

    public string File(string name) => _folder.File(name);

    public void MakeReadOnly() => Assert.True(Mount("-o", "remount,ro", _folder.Path));

    public void MakeWritable() => Assert.True(Mount("-o", "remount,rw", _folder.Path));

    /// <summary>Fills what is left, as another program would.</summary>
    public void Fill()
    {
        using var file = new FileStream(File("filler"), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = new byte[65_536]; block.Length > 0;)
        {
            try
            {
                file.Write(block);
            }
            catch (IOException)
            {
                block = new byte[block.Length / 2];
            }
        }
    }

    /// <summary>Makes the room free that <see cref="Fill"/> took.</summary>
    public void Empty() => System.IO.File.Delete(File("filler"));

    public void Dispose()
    {
        using (var umount = Process.Start("umount", ["-l", _folder.Path]))
        {
            umount.WaitForExit();
        }

        _folder.Dispose();
    }

    private static bool Mount(params string[] arguments)
    {
        using var mount = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }
}
