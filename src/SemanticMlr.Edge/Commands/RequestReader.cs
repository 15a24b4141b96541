using System.Text.Json;

namespace SemanticMlr.Edge.Commands;

/// <summary>Reads the fields of a request and collects everything that is wrong with it.</summary>
internal sealed class RequestReader(JsonElement request)
{
    private readonly List<CommandError> _errors = [];

    public IReadOnlyList<CommandError> Errors => _errors;

    public void Fail(string code, string path, string message) => _errors.Add(new CommandError(code, path, message));

    /// <summary>Refuses every field but these.</summary>
    public void Allow(params ReadOnlySpan<string> fields)
    {
        foreach (var property in request.EnumerateObject())
        {
            if (!fields.Contains(property.Name))
            {
                Fail("unknown-field", Pointer(property.Name), $"\"{property.Name}\" is not known here.");
            }
        }
    }

    /// <summary>A text of 1 to <paramref name="longest"/> characters.</summary>
    public string Text(string field, int longest)
    {
        if (!Find(field, JsonValueKind.String, "a text", out var value))
        {
            return "";
        }

        var text = value.GetString()!;
        if (text.Length == 0 || text.Length > longest)
        {
            Fail("out-of-range", Pointer(field), $"\"{field}\" must have 1 to {longest} characters, found {text.Length}.");
        }

        return text;
    }

    /// <summary>A text of 1 to <paramref name="longest"/> characters without control characters; null where it is absent or null.</summary>
    public string? OptionalText(string field, int longest)
    {
        if (!request.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = Text(field, longest);
        if (text.Any(char.IsControl))
        {
            Fail("out-of-range", Pointer(field), $"\"{field}\" has a control character.");
        }

        return text;
    }

    /// <summary>A whole number within bounds; null where it is absent or null.</summary>
    public long? OptionalInteger(string field, long least, long most)
    {
        if (!request.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fail("out-of-range", Pointer(field), $"\"{field}\" must be a whole number from {least} to {most}, found {value.ValueKind}.");
        return null;
    }

    public Guid Id(string field)
    {
        if (!Find(field, JsonValueKind.String, "a UUID", out var value))
        {
            return Guid.Empty;
        }

        if (!value.TryGetGuid(out var id))
        {
            Fail("wrong-type", Pointer(field), $"\"{field}\" must be a UUID, found \"{value.GetString()}\".");
        }

        return id;
    }

    public DateTimeOffset Time(string field, DateTimeOffset absent)
    {
        if (!request.TryGetProperty(field, out var value))
        {
            return absent;
        }

        if (value.ValueKind != JsonValueKind.String || !value.TryGetDateTimeOffset(out var time))
        {
            Fail("wrong-type", Pointer(field), $"\"{field}\" must be a time as RFC 3339 writes it, found {value.GetRawText()}.");
            return absent;
        }

        return time.ToUniversalTime();
    }

    /// <summary>An object whose values are true, false or null; at least one.</summary>
    public IReadOnlyDictionary<string, bool?> Switches(string field)
    {
        var switches = new Dictionary<string, bool?>(StringComparer.Ordinal);
        if (!Find(field, JsonValueKind.Object, "an object", out var value))
        {
            return switches;
        }

        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null))
            {
                Fail("wrong-type", $"{Pointer(field)}{Pointer(property.Name)}", $"Expected true, false or null, found {property.Value.ValueKind}.");
            }
            else if (!switches.TryAdd(property.Name, property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.GetBoolean()))
            {
                Fail("duplicate-field", $"{Pointer(field)}{Pointer(property.Name)}", $"\"{property.Name}\" is there twice.");
            }
        }

        if (switches.Count == 0 && Errors.Count == 0)
        {
            Fail("out-of-range", Pointer(field), $"\"{field}\" is empty; name at least one label.");
        }

        return switches;
    }

    /// <summary>Reads every text and name once: the parser takes texts that are no UTF-8 or hold half a surrogate, and fails only where they are read.</summary>
    /// <exception cref="JsonException">The request is no JSON, or one of its texts is none.</exception>
    public static void CheckTexts(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        while (reader.Read())
        {
            try
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }
            catch (InvalidOperationException exception)
            {
                throw new JsonException($"The text at byte {reader.TokenStartIndex} is not valid: {exception.Message}", exception);
            }
        }
    }

    /// <summary>A field as a JSON pointer (RFC 6901).</summary>
    public static string Pointer(string field) =>
        "/" + field.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private bool Find(string field, JsonValueKind kind, string expected, out JsonElement value)
    {
        if (!request.TryGetProperty(field, out value))
        {
            Fail("missing-field", Pointer(field), $"\"{field}\" is missing; expected {expected}.");
            return false;
        }

        if (value.ValueKind != kind)
        {
            Fail("wrong-type", Pointer(field), $"\"{field}\" must be {expected}, found {value.ValueKind}.");
            return false;
        }

        return true;
    }
}
