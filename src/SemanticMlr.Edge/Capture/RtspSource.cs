using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SemanticMlr.Edge.Capture;

/// <summary>Reads a network stream through ffmpeg, which writes one PPM image after another.</summary>
/// <remarks>
/// ffmpeg keeps its output at the first size and scales later ones to it. A change of size is seen in its log, and the stream is
/// opened again: the pictures are never distorted for longer than that takes. One thread decodes: several, each with a frame, would
/// give every frame as many frames too late, and several for the slices of one frame (what <c>low_delay</c> asks for) spoil the
/// pictures of cameras that send slices.
/// </remarks>
internal sealed partial class RtspSource(CameraAddress address, string ffmpeg, TimeSpan timeout) : IFrameSource
{
    private const int Port = 554;
    private const int SecurePort = 322;

    // Frames are passed on as they come and stamped when they come; what ffmpeg says of the camera's own stamps would hide why it ended.
    private const string UnevenTimes = "non monotonically increasing dts";

    private static readonly TimeSpan ReachLimit = TimeSpan.FromSeconds(1.5);

    private volatile string? _firstSize;
    private volatile string? _changedSize;

    public async Task RunAsync(CaptureSession session, CancellationToken cancellationToken)
    {
        var version = await FfmpegVersion.AskAsync(ffmpeg, cancellationToken);
        await ReachAsync(cancellationToken);
        using var changed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await ExternalProcess.PumpAsync(
            "ffmpeg",
            new ProcessStartInfo(ffmpeg, Arguments(version, address, timeout)),
            line => Look(line, changed),
            process =>
            {
                if (version.IsModern)
                {
                    process.Input.Write(System.Text.Encoding.UTF8.GetBytes(InputList(address, timeout)));
                }

                process.Input.Dispose();
                using var killed = changed.Token.UnsafeRegister(static state => ((ExternalProcess)state!).Kill(), process);
                StreamPump.ReadPixmaps(process, session, () => _changedSize is { } size ? $"The size of the frames changed from {_firstSize} to {size}." : null);
            },
            cancellationToken);
    }

    /// <summary>The arguments. A modern ffmpeg gets the address on its standard input, where no list of processes shows its password.</summary>
    internal static string[] Arguments(FfmpegVersion version, CameraAddress address, TimeSpan timeout)
    {
        string[] input = version.IsModern
            ? ["-f", "concat", "-safe", "0", "-protocol_whitelist", "pipe,fd,tcp,udp,rtp,rtsp,rtsps,tls,crypto", "-i", "pipe:0"]
            : ["-nostdin", "-rtsp_transport", "tcp", "-stimeout", Microseconds(timeout), "-i", address.Target];
        string[] passFrames = version.HasFpsMode ? ["-fps_mode", "passthrough"] : ["-vsync", "passthrough"];
        return
        [
            "-hide_banner", "-loglevel", "level+verbose", "-fflags", "nobuffer", "-threads", "1", "-fpsprobesize", "0",
            .. input, "-map", "0:v:0", .. passFrames, "-f", "image2pipe", "-c:v", "ppm", "pipe:1",
        ];
    }

    /// <summary>The list of the one input, in the form that ffmpeg's concat demuxer reads.</summary>
    internal static string InputList(CameraAddress address, TimeSpan timeout) =>
        $"""
        ffconcat version 1.0
        file '{address.Target.Replace("'", @"'\''", StringComparison.Ordinal)}'
        option rtsp_transport tcp
        option timeout {Microseconds(timeout)}
        option fflags nobuffer
        option fpsprobesize 0

        """;

    /// <summary>Sees the sizes of the frames, and keeps the lines that tell of errors.</summary>
    internal string? Look(string line, CancellationTokenSource changed)
    {
        if (SizeOfInput().Match(line) is { Success: true } match)
        {
            var size = $"{match.Groups[1].Value} x {match.Groups[2].Value}";
            if ((_firstSize ??= size) != size)
            {
                _changedSize = size;
                changed.Cancel();
            }
        }

        var level = Level().Match(line);
        return level.Success && !line.Contains(UnevenTimes, StringComparison.Ordinal) ? line[(level.Index + level.Length)..] : null;
    }

    /// <summary>
    /// Makes sure that somebody listens. ffmpeg would wait for a camera without power as long as for one that answers slowly, and a camera
    /// that comes back meanwhile would be found seconds later.
    /// </summary>
    private async Task ReachAsync(CancellationToken cancellationToken)
    {
        var uri = new Uri(address.Target);
        var port = uri.Port > 0 ? uri.Port : uri.Scheme == "rtsps" ? SecurePort : Port;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReachLimit);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(uri.IdnHost, port, limit.Token);
        }
        catch (SocketException exception)
        {
            throw new CaptureException($"{address} cannot be reached: {exception.Message}", exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CaptureException($"{address} cannot be reached: nobody answered within {ReachLimit.TotalSeconds:0.#} s.");
        }
    }

    private static string Microseconds(TimeSpan timeout) => ((long)timeout.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A\[graph 0 input[^]]*\].*\bw:(\d+) h:(\d+)")]
    private static partial Regex SizeOfInput();

    [GeneratedRegex(@"\[(error|fatal|panic)\] ")]
    private static partial Regex Level();
}
