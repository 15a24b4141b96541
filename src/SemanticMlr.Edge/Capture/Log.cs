using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Capture;

/// <summary>What the cameras log: event ids 1xx. Addresses and faults arrive without secrets.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "Camera {Camera} is online: {Width} x {Height} pixels from {Source}")]
    public static partial void CameraOnline(this ILogger logger, string camera, int width, int height, CameraAddress source);

    [LoggerMessage(102, LogLevel.Warning, "Camera {Camera} is offline and is tried again: {Fault}")]
    public static partial void CameraLost(this ILogger logger, string camera, string fault);

    [LoggerMessage(103, LogLevel.Debug, "Camera {Camera} is still offline: {Fault}")]
    public static partial void CameraStillLost(this ILogger logger, string camera, string fault);

    [LoggerMessage(104, LogLevel.Warning, "Camera {Camera} is stalled: {Fault}")]
    public static partial void CameraStalled(this ILogger logger, string camera, string fault);

    [LoggerMessage(105, LogLevel.Information, "Camera {Camera} came to the end of its source after {Frames} frames")]
    public static partial void SourceEnded(this ILogger logger, string camera, long frames);

    [LoggerMessage(106, LogLevel.Warning, "Camera {Camera} skips {Path}: {Fault}")]
    public static partial void ImageSkipped(this ILogger logger, string camera, string path, string fault);

    [LoggerMessage(107, LogLevel.Error, "The source of camera {Camera} could not be closed in {Limit} and is left behind")]
    public static partial void SourceAbandoned(this ILogger logger, string camera, TimeSpan limit);
}
