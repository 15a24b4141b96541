using System.Runtime.CompilerServices;
using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Doctor;

/// <summary>The program that reads RTSP cameras.</summary>
internal sealed class FfmpegCheck(CaptureOptions options) : IDoctorCheck
{
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? fault = null;
        var version = default(FfmpegVersion);
        try
        {
            version = await FfmpegVersion.AskAsync(options.Ffmpeg, cancellationToken);
        }
        catch (CaptureException exception)
        {
            fault = exception.Message;
        }

        yield return fault is null
            ? new Finding("ffmpeg", Verdict.Ok, $"version {version.Major}.{version.Minor}")
            : new Finding("ffmpeg", Verdict.Warning, fault, "apt-get install ffmpeg, or name it in Capture:Ffmpeg.");
    }
}
