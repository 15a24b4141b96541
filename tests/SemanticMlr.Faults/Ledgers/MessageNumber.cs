using System.Globalization;
using System.Text.Json;

namespace SemanticMlr.Faults.Ledgers;

/// <summary>What makes a message of an agent one of its kind.</summary>
/// <param name="Epoch">The start of the agent.</param>
/// <param name="Class"><c>state</c>, <c>event</c> or <c>frame</c>.</param>
/// <param name="Camera">The camera.</param>
/// <param name="Number">Its <c>seq</c>.</param>
internal readonly record struct MessageNumber(long Epoch, string Class, string Camera, long Number)
{
    /// <summary>Reads it from a published message; null where the message belongs to no camera.</summary>
    public static MessageNumber? Of(string topic, string? contentType, IReadOnlyDictionary<string, string> properties, ReadOnlyMemory<byte> payload)
    {
        var levels = topic.Split('/');
        var camera = Array.IndexOf(levels, "camera") + 1;
        if (camera == 0 || camera + 1 >= levels.Length)
        {
            return null;
        }

        var name = string.Intern(levels[camera]);
        if (contentType != "application/json")
        {
            return new MessageNumber(Parse(properties["epoch"]), "frame", name, Parse(properties["seq"]));
        }

        using var json = JsonDocument.Parse(payload);
        return new MessageNumber(
            json.RootElement.GetProperty("epoch").GetInt64(), levels[^1] == "state" ? "state" : "event", name, json.RootElement.GetProperty("seq").GetInt64());
    }

    private static long Parse(string number) => long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);
}
