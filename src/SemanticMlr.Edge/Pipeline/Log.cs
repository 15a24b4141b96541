using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Pipeline;

/// <summary>Log messages of the pipeline; event ids 2xx.</summary>
internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Information, "Recognising with {Bundle}, head {Head}, {Labels} labels")]
    public static partial void RecognitionStarted(this ILogger logger, string bundle, string head, int labels);

    [LoggerMessage(202, LogLevel.Warning, "{Remark}")]
    public static partial void CalibrationRemark(this ILogger logger, string remark);

    [LoggerMessage(203, LogLevel.Warning, "What was measured on this device is not used; the bundle's own measurements stand: {Reason}")]
    public static partial void MeasurementsNotUsed(this ILogger logger, string reason);
}
