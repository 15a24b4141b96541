using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SemanticMlr.Storage;

namespace SemanticMlr.Edge.Outbox;

/// <summary>The number of this start of the agent: it rises with every start, so that a subscriber sees where sequence numbers begin again.</summary>
/// <remarks>Counted in the file <c>epoch</c> of the state folder. Where that cannot be written, seconds since 1970 stand in, which rise too.</remarks>
public sealed class AgentEpoch
{
    private const string FileName = "epoch";

    public AgentEpoch(IOptions<StateOptions> options, TimeProvider time, ILogger<AgentEpoch> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var path = options.Value.PathOf(FileName);
        try
        {
            DurableFolder.Create(Path.GetDirectoryName(path)!);
            Value = Next(path, time);

            // An epoch that came twice would make new messages look like repeated ones.
            DurableFile.Write(path, Encoding.ASCII.GetBytes(Value.ToString(CultureInfo.InvariantCulture)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Value = time.GetUtcNow().ToUnixTimeSeconds();
            logger.EpochNotStored(exception, path, Value);
        }

        logger.EpochBegins(Value);
    }

    /// <summary>The number; at least 1.</summary>
    public long Value { get; }

    /// <summary>One more than the file says; a damaged file may have held any count, which the time in seconds exceeds.</summary>
    private static long Next(string path, TimeProvider time)
    {
        if (!File.Exists(path))
        {
            return 1;
        }

        var valid = long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        return valid && last < long.MaxValue ? last + 1 : time.GetUtcNow().ToUnixTimeSeconds();
    }
}
