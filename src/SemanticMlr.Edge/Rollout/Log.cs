using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Rollout;

/// <summary>Log messages of changes of the label list; event ids 55x.</summary>
internal static partial class Log
{
    [LoggerMessage(551, LogLevel.Information, "Label list {List} version {Version} is in force (activation {Activation}, {Action}): {Added} added, {Removed} removed, {Changed} changed labels")]
    public static partial void ListActivated(this ILogger logger, string list, int version, long activation, string action, int added, int removed, int changed);

    [LoggerMessage(552, LogLevel.Error, "Label list {List} version {Version} is taken back by itself, version {Target} is in force (activation {Activation}): {Reason}")]
    public static partial void ListTakenBack(this ILogger logger, string list, int version, int target, long activation, string reason);

    [LoggerMessage(553, LogLevel.Error, "Label list {List} version {Version} ought to be taken back, but there is no other one: {Reason}")]
    public static partial void NothingToTakeBack(this ILogger logger, string list, int version, string reason);

    [LoggerMessage(554, LogLevel.Warning, "Label list {List} version {Version} is not watched: {Frames} frames before it are too few to know the alarm rate by")]
    public static partial void CanaryWithoutRate(this ILogger logger, string list, int version, long frames);

    [LoggerMessage(555, LogLevel.Information, "Label list {List} version {Version} was watched for {Minutes} minutes: {Rate} alarms a frame, {Before} before")]
    public static partial void CanaryPassed(this ILogger logger, string list, int version, double minutes, double rate, double before);

    [LoggerMessage(556, LogLevel.Warning, "The kept label list {List} version {Version} cannot be put in force: {Fault}")]
    public static partial void KeptListPassedOver(this ILogger logger, string list, int version, string fault);

    [LoggerMessage(557, LogLevel.Error, "A change of the label list could not be stored: {Fault}")]
    public static partial void ChangeNotStored(this ILogger logger, string fault);
}
