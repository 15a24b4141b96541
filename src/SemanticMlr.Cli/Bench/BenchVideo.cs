using System.Diagnostics;
using System.Globalization;
using SemanticMlr.Imaging;

namespace SemanticMlr.Cli.Bench;

/// <summary>Makes an H.264 file from frames by ffmpeg, for benchmarks.</summary>
internal static class BenchVideo
{
    private const int Frames = 100;

    /// <summary>Writes the file.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg is missing or failed; the message says how.</exception>
    public static async Task WriteAsync(string path, IReadOnlyList<Frame> pictures, CancellationToken cancellationToken)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{pictures[0].Width}x{pictures[0].Height}");
        using var ffmpeg = Start("-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", size, "-r", "10", "-i", "-", "-c:v", "libx264", "-pix_fmt", "yuv420p", path);
        var errors = ffmpeg.StandardError.ReadToEndAsync(cancellationToken);
        await using (var input = ffmpeg.StandardInput.BaseStream)
        {
            for (var index = 0; index < Frames; index++)
            {
                await input.WriteAsync(pictures[index % pictures.Count].Memory, cancellationToken);
            }
        }

        await ffmpeg.WaitForExitAsync(cancellationToken);
        if (ffmpeg.ExitCode != 0)
        {
            throw new InvalidOperationException($"ffmpeg could not write {path}: {await errors}");
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException($"ffmpeg cannot be started: {exception.Message}. Install it, or name a video by --video.", exception);
        }
    }
}
