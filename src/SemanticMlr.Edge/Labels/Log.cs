using Microsoft.Extensions.Logging;

namespace SemanticMlr.Edge.Labels;

/// <summary>Log messages of the label store; event ids 3xx.</summary>
internal static partial class Log
{
    [LoggerMessage(331, LogLevel.Error, "{Path} cannot be used ({Fault}); it is set aside, and the list of the configuration or bundle is in force")]
    public static partial void LabelStoreDamaged(this ILogger logger, string path, string fault);

    [LoggerMessage(332, LogLevel.Error, "{Folder} cannot be written: {Fault}")]
    public static partial void LabelStoreNotWritten(this ILogger logger, string folder, string fault);

    [LoggerMessage(333, LogLevel.Error, "The label list {List} version {Version}, which was in force, cannot be used any more: {Fault} The list of the configuration or bundle is in force")]
    public static partial void KeptListUnusable(this ILogger logger, string list, int version, string fault);

    [LoggerMessage(334, LogLevel.Information, "Label list {List} version {Version}, applied by command, is in force (activation {Activation})")]
    public static partial void KeptListInForce(this ILogger logger, string list, int version, long activation);

    [LoggerMessage(335, LogLevel.Error, "{Path} cannot be written: {Fault} Changes of the label list are refused until it can")]
    public static partial void AuditNotWritten(this ILogger logger, string path, string fault);

    [LoggerMessage(336, LogLevel.Warning, "{Path}: the last line was not whole, as after a loss of power; it is cut off")]
    public static partial void AuditLineCut(this ILogger logger, string path);

    [LoggerMessage(337, LogLevel.Error, "{Path}: the chain of the audit log is broken: {Fault} mlr audit verify says where")]
    public static partial void AuditBroken(this ILogger logger, string path, string fault);
}
