using System.Diagnostics;

namespace SemanticMlr.Edge.Capture;

/// <summary>Reads the frames that a shell command writes to its standard output: PPM or PGM images, or raw bgr24 frames of a declared size.</summary>
internal sealed class PipeSource(CameraAddress address, CameraOptions options) : IFrameSource
{
    public Task RunAsync(CaptureSession session, CancellationToken cancellationToken)
    {
        var (width, height) = address.Width > 0 ? (address.Width, address.Height) : (options.Width, options.Height);
        return ExternalProcess.PumpAsync(
            new ProcessStartInfo("/bin/sh", ["-c", address.Target]),
            line => line,
            process =>
            {
                process.Input.Dispose(); // commands that read their terminal find an end
                if (width > 0)
                {
                    StreamPump.ReadRaw(process, session, width, height);
                }
                else
                {
                    StreamPump.ReadPixmaps(process, session);
                }
            },
            cancellationToken);
    }
}
