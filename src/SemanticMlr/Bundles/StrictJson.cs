using System.Text;
using System.Text.Json;

namespace SemanticMlr.Bundles;

/// <summary>Reads JSON that people and programs of others wrote.</summary>
internal static class StrictJson
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Parses a document; members that stand twice are refused. The caller disposes it.</summary>
    /// <exception cref="JsonException">The bytes are not UTF-8 or no JSON; the message is a sentence without its full stop.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            // JsonDocument would notice only where a string is read.
            Utf8.GetCharCount(bytes);
            return JsonDocument.Parse(bytes.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (DecoderFallbackException exception)
        {
            throw new JsonException($"is not UTF-8 (at byte {exception.Index}); save it as UTF-8", exception);
        }
        catch (JsonException exception)
        {
            throw new JsonException($"is not valid JSON: {exception.Message.TrimEnd('.')}", exception);
        }
    }

    /// <summary>Where a null stands as an element of an array or as the value of one of the named maps: what the deserializer lets pass. Null where there is none.</summary>
    /// <param name="element">The root.</param>
    /// <param name="maps">Names of members whose objects are maps.</param>
    public static string? FindNull(JsonElement element, params ReadOnlySpan<string> maps) => FindNull(element, "", isMap: false, maps);

    private static string? FindNull(JsonElement element, string path, bool isMap, ReadOnlySpan<string> maps)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                var place = $"{path}[{index++}]";
                if (item.ValueKind == JsonValueKind.Null)
                {
                    return place;
                }

                if (FindNull(item, place, isMap: false, maps) is { } found)
                {
                    return found;
                }
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
                if (isMap && member.Value.ValueKind == JsonValueKind.Null)
                {
                    return place;
                }

                if (FindNull(member.Value, place, maps.Contains(member.Name), maps) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }
}
