using System.Diagnostics;
using System.Reflection;
using System.Text;
using SemanticMlr.Edge.Capture.Child;

namespace SemanticMlr.Edge.Capture;

/// <summary>Reads a video file or a V4L2 device through a child process of the agent's own executable.</summary>
internal sealed class VideoSource(CameraAddress address, CameraOptions camera, CaptureOptions options) : IFrameSource
{
    private const int LongestFault = 4096;

    private bool IsDevice => address.Kind == CameraAddressKind.Device;

    private bool IsFast => !IsDevice && camera.Pace == FramePace.Fast;

    public Task RunAsync(CaptureSession session, CancellationToken cancellationToken)
    {
        if (FaultOfPath() is { } fault)
        {
            throw new CaptureException(fault);
        }

        var memory = Path.Combine(
            Directory.Exists(options.SharedMemoryFolder) ? options.SharedMemoryFolder : Path.GetTempPath(),
            $"semanticmlr-{Environment.ProcessId}-{Guid.NewGuid():N}");
        var request = new ChildRequest(memory, IsDevice, address.Target, camera.Loop, IsFast, camera.Rate, camera.Width, camera.Height);
        return ExternalProcess.PumpAsync(StartOf(request), line => line, process => Read(process, session, request, cancellationToken), cancellationToken);
    }

    /// <summary>What can be known without opening: a child need not be started for a camera that is not there.</summary>
    private string? FaultOfPath()
    {
        if (Path.Exists(address.Target))
        {
            return null;
        }

        return IsDevice ? $"The device does not exist: {address.Target}" : $"The file does not exist: {address.Target}";
    }

    private ProcessStartInfo StartOf(ChildRequest request)
    {
        var executable = options.ChildExecutable;
        if (executable.Length == 0)
        {
            executable = Environment.ProcessPath!;
            if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
            {
                executable = Assembly.GetEntryAssembly()!.Location;
            }
        }

        var start = executable.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? new ProcessStartInfo("dotnet", [executable, .. request.ToArguments()])
            : new ProcessStartInfo(executable, request.ToArguments());
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private void Read(ExternalProcess process, CaptureSession session, ChildRequest request, CancellationToken cancellationToken)
    {
        SharedFrames? frames = null;
        var generation = 0;
        try
        {
            Span<byte> bytes = stackalloc byte[ChildMessage.Length];
            while (process.Output.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
            {
                var message = ChildMessage.Read(bytes);
                switch (message.Kind)
                {
                    case ChildMessageKind.Frame:
                        if (message.Generation != generation)
                        {
                            frames?.Dispose();
                            frames = SharedFrames.Open(ChildWriter.PathOf(request.SharedMemory, message.Generation), message.Width, message.Height);
                            generation = message.Generation;
                        }

                        Deliver(process, session, frames!, message, cancellationToken);
                        break;
                    case ChildMessageKind.Empty:
                        session.Drop(DropReason.Empty, message.Value);
                        break;
                    case ChildMessageKind.Busy:
                        session.Drop(DropReason.Busy, message.Value);
                        break;
                    case ChildMessageKind.Ended:
                        return;
                    default:
                        throw new CaptureException(ReadFault(process, message.Value));
                }
            }

            throw process.End();
        }
        finally
        {
            frames?.Dispose();
            File.Delete(ChildWriter.PathOf(request.SharedMemory, generation + 1)); // a child that was killed before its file was opened
        }
    }

    private void Deliver(ExternalProcess process, CaptureSession session, SharedFrames frames, ChildMessage message, CancellationToken cancellationToken)
    {
        if (IsFast)
        {
            session.WaitForRoomAsync(cancellationToken).AsTask().Wait(cancellationToken);
        }

        var frame = session.TryRent(message.Width, message.Height);
        if (frame is not null)
        {
            frames.Read(message.Slot, frame);
        }

        Free(process, message.Slot);
        if (frame is not null)
        {
            // The clock is the machine's, one for both processes. Stored pictures are captured when they are shown.
            session.Deliver(frame, IsFast ? TimeSpan.Zero : Stopwatch.GetElapsedTime(message.Value));
        }
    }

    private static void Free(ExternalProcess process, int slot)
    {
        try
        {
            process.Input.WriteByte((byte)slot);
            process.Input.Flush();
        }
        catch (IOException)
        {
            // The child has ended; its last frames and the reason are still to be read.
        }
    }

    private static string ReadFault(ExternalProcess process, long length)
    {
        var text = new byte[Math.Clamp(length, 0, LongestFault)];
        return Encoding.UTF8.GetString(text, 0, process.Output.ReadAtLeast(text, text.Length, throwOnEndOfStream: false));
    }
}
