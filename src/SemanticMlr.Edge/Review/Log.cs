using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Review;

internal static partial class Log
{
    [LoggerMessage(311, LogLevel.Error, "A review frame of camera {Camera} could not be encoded; it is dropped")]
    public static partial void PictureFailed(this ILogger logger, Exception exception, string camera);

    [LoggerMessage(312, LogLevel.Error, "A review frame of camera {Camera} does not fit into {Bytes} bytes even small and coarse; raise Review:Jpeg:MaxBytes")]
    public static partial void PictureTooLarge(this ILogger logger, string camera, int bytes);

    [LoggerMessage(313, LogLevel.Error, "A review frame could not be kept in {Folder}; it is published, but its answer cannot be stored")]
    public static partial void ItemNotStored(this ILogger logger, Exception exception, string folder);

    [LoggerMessage(314, LogLevel.Error,
        "The review folder {Folder} is full of answered frames; new ones are published but cannot be answered. Collect the data set and remove it")]
    public static partial void StoreFull(this ILogger logger, string folder);

    [LoggerMessage(315, LogLevel.Warning, "The file {File} of the review folder is damaged and left out: {Reason}")]
    public static partial void ItemDamaged(this ILogger logger, string file, string reason);

    [LoggerMessage(316, LogLevel.Information, "Review {Review} answered by {Reviewer} (answer {Number})")]
    public static partial void Answered(this ILogger logger, Guid review, string reviewer, int number);

    [LoggerMessage(317, LogLevel.Information, "Heat maps are made with the explain file of bundle {Bundle}, head {Head}")]
    public static partial void HeatMapsReady(this ILogger logger, string bundle, string head);

    [LoggerMessage(318, LogLevel.Error, "The heat maps of a review frame of camera {Camera} could not be made; the frame is published without them")]
    public static partial void HeatMapFailed(this ILogger logger, Exception exception, string camera);

    [LoggerMessage(319, LogLevel.Warning, "A heat map of camera {Camera} does not fit into {Bytes} bytes; raise Review:HeatMaps:MaxBytes")]
    public static partial void HeatMapTooLarge(this ILogger logger, string camera, int bytes);
}
