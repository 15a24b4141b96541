using Microsoft.Extensions.Logging;
using SemanticMlr.Inference;

namespace SemanticMlr;

/// <summary>What the library logs: events 700 to 799.</summary>
internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Information, "Bundle {Bundle} runs {Encoder} on {Provider}; golden outputs are off by {Difference:g3} at most, {Tolerance:g3} is allowed")]
    public static partial void ProviderProved(this ILogger logger, string bundle, string encoder, ExecutionProvider provider, double difference, double tolerance);

    [LoggerMessage(701, LogLevel.Warning, "{Encoder} cannot run on {Provider}: {Reason}")]
    public static partial void ProviderFailed(this ILogger logger, string encoder, ExecutionProvider provider, string reason);

    [LoggerMessage(702, LogLevel.Information, "Text encoder {Encoder} is loaded to encode {Count} texts")]
    public static partial void TextEncoderLoaded(this ILogger logger, string encoder, int count);

    [LoggerMessage(703, LogLevel.Information, "{Encoder} needs an engine of {Provider} that is still to be built; the next provider is taken meanwhile")]
    public static partial void EngineMissing(this ILogger logger, string encoder, ExecutionProvider provider);

    [LoggerMessage(710, LogLevel.Warning, "Label embeddings are not kept: {Folder} cannot be written: {Reason}")]
    public static partial void CacheUnusable(this ILogger logger, string folder, string reason);

    [LoggerMessage(711, LogLevel.Warning, "The kept label embedding {File} is damaged and is computed again")]
    public static partial void CacheEntryDamaged(this ILogger logger, string file);

    [LoggerMessage(712, LogLevel.Information, "The engine in {Folder} is removed: {Reason}")]
    public static partial void EngineRemoved(this ILogger logger, string folder, string reason);

    [LoggerMessage(713, LogLevel.Warning, "Engines of TensorRT are not kept in {Folder}, so that they are built at every start: {Reason}")]
    public static partial void EnginesNotKept(this ILogger logger, string folder, string reason);
}
