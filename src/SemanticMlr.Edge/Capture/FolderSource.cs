using Microsoft.Extensions.Logging;
using OpenCvSharp;

namespace SemanticMlr.Edge.Capture;

/// <summary>Shows the images of a folder in the order of their names; what cannot be read is skipped, counted and logged once.</summary>
internal sealed class FolderSource(string folder, CameraOptions options, ILogger logger, TimeProvider timeProvider) : IFrameSource
{
    private const double DefaultRate = 10;
    private const long LongestFile = 256L * 1024 * 1024;

    private static readonly HashSet<string> Extensions =
        new([".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp"], StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private byte[] _file = [];

    public async Task RunAsync(CaptureSession session, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var pacer = new FramePacer(options.Rate > 0 ? options.Rate : DefaultRate, timeProvider);
        do
        {
            var shown = session.Delivered;
            var paths = List();
            foreach (var path in paths)
            {
                await ShowAsync(path, session, pacer, cancellationToken);
            }

            if (session.Delivered == shown)
            {
                throw new CaptureException($"None of the {paths.Length} images in the folder can be read: {folder}");
            }
        }
        while (options.Loop);
    }

    private string[] List()
    {
        if (!Directory.Exists(folder))
        {
            throw new CaptureException($"The folder does not exist: {folder}");
        }

        var paths = Directory.EnumerateFiles(folder).Where(path => Extensions.Contains(Path.GetExtension(path))).ToArray();
        Array.Sort(paths, StringComparer.Ordinal);
        return paths.Length > 0
            ? paths
            : throw new CaptureException($"The folder holds no image ({string.Join(' ', Extensions.Order())}): {folder}");
    }

    private async Task ShowAsync(string path, CaptureSession session, FramePacer pacer, CancellationToken cancellationToken)
    {
        using var image = new Mat();
        if (await ReadAsync(path, image, cancellationToken) is { } fault)
        {
            session.Drop(DropReason.Corrupt);
            if (_reported.Add(path))
            {
                logger.ImageSkipped(options.Name, path, fault);
            }

            return;
        }

        if (options.Pace == FramePace.Fast)
        {
            await session.WaitForRoomAsync(cancellationToken);
        }
        else
        {
            await Task.Delay(pacer.NextDelay(), timeProvider, cancellationToken);
        }

        if (session.TryRent(image.Cols, image.Rows) is { } frame)
        {
            using (var pixels = frame.AsMat())
            {
                image.CopyTo(pixels);
            }

            session.Deliver(frame, TimeSpan.Zero);
        }
    }

    /// <summary>Reads and decodes a file as 8-bit BGR, whatever its depth and channels; returns what is wrong with it, or null.</summary>
    private async Task<string?> ReadAsync(string path, Mat image, CancellationToken cancellationToken)
    {
        try
        {
            if (IsEmptyOrSpecial(path))
            {
                return "the file is empty or no regular file";
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            if (file.Length > LongestFile)
            {
                return "the file is longer than 256 MiB";
            }

            var length = (int)file.Length;
            if (_file.Length < length)
            {
                _file = new byte[length];
            }

            await file.ReadExactlyAsync(_file.AsMemory(0, length), cancellationToken);
            if (ImageFileCheck.FaultOf(_file.AsSpan(0, length)) is { } fault)
            {
                return fault;
            }

            using var decoded = Cv2.ImDecode(_file.AsSpan(0, length), ImreadModes.Color);
            if (decoded.Empty())
            {
                return "it cannot be decoded";
            }

            decoded.CopyTo(image);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OpenCVException)
        {
            return exception.Message;
        }
    }

    /// <summary>Pipes and devices, which must not be opened because that may block for ever, have no length; nor have they behind a link.</summary>
    private static bool IsEmptyOrSpecial(string path)
    {
        var file = new FileInfo(path);
        return ((FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file).Length == 0;
    }
}
