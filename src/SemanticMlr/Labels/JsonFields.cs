using System.Text.Json;

namespace SemanticMlr.Labels;

/// <summary>Reads the members of one JSON object and notes what is wrong instead of stopping there.</summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it stands, with a trailing dot, or empty for the root.</param>
/// <param name="faults">Where faults go.</param>
internal readonly struct JsonFields(JsonElement element, string path, List<string> faults)
{
    /// <summary>Notes members that the schema does not know.</summary>
    public void RefuseUnknown(params ReadOnlySpan<string> known)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                Fault(member.Name, $"is not known; known are {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>A string; null where it is absent or null.</summary>
    public string? Text(string name, bool required = false) =>
        Find(name, required, JsonValueKind.String, "a string") is { } value ? value.GetString() : null;

    /// <summary>A finite number; null where it is absent or null.</summary>
    public double? Number(string name, bool required = false)
    {
        if (Find(name, required, JsonValueKind.Number, "a number") is not { } value)
        {
            return null;
        }

        if (value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        Fault(name, "is no finite number");
        return null;
    }

    /// <summary>A 32-bit whole number; null where it is absent.</summary>
    public int? Integer(string name, bool required = false)
    {
        if (Find(name, required, JsonValueKind.Number, "a whole number") is not { } value)
        {
            return null;
        }

        if (value.TryGetInt32(out var number))
        {
            return number;
        }

        Fault(name, $"must be a whole number below 2^31, found {value.GetRawText()}");
        return null;
    }

    /// <summary>A truth value; null where it is absent.</summary>
    public bool? Flag(string name)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fault(name, $"must be true or false, found {value.ValueKind}");
        return null;
    }

    /// <summary>An array; null where it is absent or null.</summary>
    public JsonElement? Array(string name, bool required = false) => Find(name, required, JsonValueKind.Array, "an array");

    /// <summary>An object; null where it is absent or null.</summary>
    public JsonElement? Object(string name) => Find(name, required: false, JsonValueKind.Object, "an object");

    /// <summary>The members of an object that is a member of this one.</summary>
    public JsonFields Inside(string name, JsonElement member) => new(member, $"{path}{name}.", faults);

    /// <summary>Notes a fault of a member.</summary>
    public void Fault(string name, string fault) => faults.Add($"{path}{name}: {fault}");

    private JsonElement? Find(string name, bool required, JsonValueKind kind, string expected)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required)
            {
                Fault(name, "is missing");
            }

            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        Fault(name, $"must be {expected}, found {value.ValueKind}");
        return null;
    }
}
