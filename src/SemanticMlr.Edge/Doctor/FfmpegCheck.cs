using SemanticMlr.Edge.Capture;

namespace SemanticMlr.Edge.Doctor;

/// <summary>The program that reads RTSP cameras.</summary>
internal static class FfmpegCheck
{
    public static async Task<Finding> LookAsync(CaptureOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var version = await FfmpegVersion.AskAsync(options.Ffmpeg, cancellationToken);
            return new Finding("ffmpeg", Verdict.Ok, $"version {version.Major}.{version.Minor}");
        }
        catch (CaptureException exception)
        {
            return new Finding("ffmpeg", Verdict.Warning, exception.Message, "apt-get install ffmpeg, or name it in Capture:Ffmpeg.");
        }
    }
}
