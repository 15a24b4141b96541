using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SemanticMlr.Edge.Capture;

/// <summary>The version of an ffmpeg executable; names of its options depend on it.</summary>
internal readonly partial record struct FfmpegVersion(int Major, int Minor)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>From version 5 on <c>-timeout</c> is the timeout of the socket (before, it made the demuxer a listener) and lists of inputs take options.</summary>
    public bool IsModern => Major >= 5;

    /// <summary>From version 5.1 on <c>-vsync</c> is called <c>-fps_mode</c>.</summary>
    public bool HasFpsMode => Major > 5 || (Major == 5 && Minor >= 1);

    /// <summary>Reads the first line that <c>ffmpeg -version</c> writes; versions without a number are new ones built from source.</summary>
    public static FfmpegVersion Parse(string text)
    {
        var match = Number().Match(text);
        return match.Success
            ? new(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : new(int.MaxValue, 0);
    }

    /// <summary>Asks an executable.</summary>
    /// <exception cref="CaptureException">It cannot be started or does not answer.</exception>
    public static async Task<FfmpegVersion> AskAsync(string executable, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo(executable, ["-version"]) { RedirectStandardOutput = true, RedirectStandardInput = true };
            using var process = Process.Start(start)!;
            using var output = process.StandardOutput; // which the process would leave open
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Limit);
            await using var killed = limit.Token.UnsafeRegister(static state => ((Process)state!).Kill(), process);
            var text = await output.ReadToEndAsync(limit.Token);
            return Parse(text);
        }
        catch (Win32Exception exception)
        {
            throw new CaptureException($"'{executable}' cannot be started: {exception.Message}. RTSP cameras need ffmpeg; install it.", exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CaptureException($"'{executable} -version' gave no answer within {Limit.TotalSeconds} s.");
        }
    }

    [GeneratedRegex(@"\Affmpeg version n?(\d{1,4})\.(\d{1,4})")]
    private static partial Regex Number();
}
