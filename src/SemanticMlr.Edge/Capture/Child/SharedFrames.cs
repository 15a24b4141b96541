using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using OpenCvSharp;
using SemanticMlr.Imaging;

namespace SemanticMlr.Edge.Capture.Child;

/// <summary>Memory that the agent and a capture child share: a few slots for frames of one size.</summary>
/// <remarks>
/// The child creates the file, the agent opens it and unlinks it at once, so that nothing is left however either of them ends.
/// </remarks>
internal sealed class SharedFrames : IDisposable
{
    /// <summary>Slots: one that is written, one that is read, one between.</summary>
    public const int SlotCount = 3;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly string? _owned;

    private SharedFrames(MemoryMappedFile file, int width, int height, string? owned)
    {
        _file = file;
        _view = file.CreateViewAccessor(0, (long)width * height * 3 * SlotCount);
        _owned = owned;
        (Width, Height) = (width, height);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The child's half. Memory is reserved here, because a full file system would otherwise end the process at a write.</summary>
    public static SharedFrames Create(string path, int width, int height)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            PreallocationSize = (long)width * height * 3 * SlotCount,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        stream.SetLength(options.PreallocationSize);
        return new SharedFrames(Map(stream), width, height, path);
    }

    /// <summary>The agent's half; the file has no name afterwards.</summary>
    public static SharedFrames Open(string path, int width, int height)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        File.Delete(path);
        return new SharedFrames(Map(stream), width, height, owned: null);
    }

    /// <summary>Copies a picture of the right size into a slot.</summary>
    public void Write(int slot, Mat picture)
    {
        using var destination = Mat.FromPixelData(Height, Width, MatType.CV_8UC3, PointerOf(slot));
        picture.CopyTo(destination);
    }

    /// <summary>Copies a slot into a frame of the same size.</summary>
    public void Read(int slot, Frame destination)
    {
        MemoryMarshal.TryGetArray<byte>(destination.Memory, out var memory);
        Marshal.Copy(PointerOf(slot), memory.Array!, memory.Offset, memory.Count);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        if (_owned is not null)
        {
            File.Delete(_owned);
        }
    }

    private static MemoryMappedFile Map(FileStream stream) =>
        MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);

    private nint PointerOf(int slot) =>
        slot is >= 0 and < SlotCount
            ? _view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)((long)slot * Width * Height * 3)
            : throw new CaptureException($"The capture child named slot {slot} of {SlotCount}.");
}
