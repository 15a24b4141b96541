using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SemanticMlr.Labels;

/// <summary>Reads one label and notes every fault of it.</summary>
internal static partial class LabelRules
{
    /// <summary>The longest text, in characters; the context length in tokens is checked when the text is encoded.</summary>
    public const int MaxTextLength = 2_000;

    /// <summary>The most other texts of one label.</summary>
    public const int MaxAliases = 64;

    /// <summary>The label; meaningless when faults were noted.</summary>
    public static LabelDefinition Parse(JsonFields fields, LabelListRules rules)
    {
        fields.RefuseUnknown("id", "text", "aliases", "threshold", "review", "severity", "enabled", "embedding", "encoder");
        var encoder = fields.Text("encoder");
        return new LabelDefinition
        {
            Id = CheckedId(fields, fields.Text("id", required: true)),
            Text = CheckedText(fields, "text", fields.Text("text", required: true)),
            Aliases = Aliases(fields),
            Threshold = Share(fields, "threshold", fields.Number("threshold")),
            Review = Review(fields),
            Severity = Severity(fields),
            Enabled = fields.Flag("enabled") ?? true,
            Embedding = Embedding(fields, encoder, rules),
            Encoder = encoder,
        };
    }

    /// <summary>The id, or an empty one after noting the fault.</summary>
    public static string CheckedId(JsonFields fields, string? id)
    {
        if (id is not null && !Id().IsMatch(id))
        {
            fields.Fault("id", $"must match [a-z0-9_-]{{1,64}}, found \"{id}\"");
        }

        return id ?? "";
    }

    private static string CheckedText(JsonFields fields, string name, string? text)
    {
        if (text is null)
        {
            return "";
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            fields.Fault(name, "is empty");
        }
        else if (text.Length > MaxTextLength)
        {
            fields.Fault(name, $"has {text.Length} characters, at most {MaxTextLength} are read");
        }
        else if (HiddenIn(text) is { } hidden)
        {
            fields.Fault(name, hidden);
        }

        return text;
    }

    /// <summary>What a text holds that a reader cannot see, or that makes it look like another one; null where there is nothing.</summary>
    public static string? HiddenIn(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) || character is '\u2028' or '\u2029')
            {
                return "has a control character";
            }

            if (character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
            {
                return $"has the character U+{(int)character:X4}, which changes the direction of writing: it would not be read as it is shown";
            }

            if (character is '\u00AD' or '\u200B' or '\u2060' or '\uFEFF')
            {
                return $"has the character U+{(int)character:X4}, which nobody sees";
            }
        }

        return null;
    }

    private static List<string> Aliases(JsonFields fields)
    {
        var aliases = new List<string>();
        if (fields.Array("aliases") is not { } array)
        {
            return aliases;
        }

        if (array.GetArrayLength() > MaxAliases)
        {
            fields.Fault("aliases", $"holds {array.GetArrayLength()} texts, at most {MaxAliases} are read");
        }

        foreach (var element in array.EnumerateArray())
        {
            var name = $"aliases[{aliases.Count}]";
            if (element.ValueKind != JsonValueKind.String)
            {
                fields.Fault(name, $"must be a string, found {element.ValueKind}");
            }

            aliases.Add(element.ValueKind == JsonValueKind.String ? CheckedText(fields, name, element.GetString()) : "");
        }

        return aliases;
    }

    private static ReviewBand? Review(JsonFields fields)
    {
        if (fields.Object("review") is not { } element)
        {
            return null;
        }

        var band = fields.Inside("review", element);
        band.RefuseUnknown("low", "high");
        var low = Share(band, "low", band.Number("low", required: true));
        var high = Share(band, "high", band.Number("high", required: true));
        if (low > high)
        {
            fields.Fault("review", $"low {low} is above high {high}");
        }

        return new ReviewBand(low ?? 0, high ?? 0);
    }

    private static double? Share(JsonFields fields, string name, double? value)
    {
        if (value is < 0 or > 1)
        {
            fields.Fault(name, $"must be 0 to 1, found {value}");
        }

        return value;
    }

    private static LabelSeverity Severity(JsonFields fields)
    {
        switch (fields.Text("severity"))
        {
            case null or "info":
                return LabelSeverity.Info;
            case "warning":
                return LabelSeverity.Warning;
            case "critical":
                return LabelSeverity.Critical;
            case var other:
                fields.Fault("severity", $"must be info, warning or critical, found \"{other}\"");
                return LabelSeverity.Info;
        }
    }

    private static byte[]? Embedding(JsonFields fields, string? encoder, LabelListRules rules)
    {
        var text = fields.Text("embedding");
        if (text is null)
        {
            if (encoder is not null)
            {
                fields.Fault("encoder", "stands without an embedding");
            }

            return null;
        }

        if (string.IsNullOrWhiteSpace(encoder))
        {
            fields.Fault("encoder", "is missing; an embedding names the text encoder that it comes from");
        }
        else if (rules.Encoder is { } expected && encoder != expected)
        {
            fields.Fault("encoder", $"the embedding comes from \"{encoder}\", the bundle's text encoder is \"{expected}\"");
        }

        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length == 0)
        {
            fields.Fault("embedding", "must be base64 of float32 values");
            return null;
        }

        bytes = bytes[..length];
        if (length % sizeof(float) != 0 || (rules.Dimension is { } dimension && length != dimension * sizeof(float)))
        {
            fields.Fault("embedding", $"has {length} bytes, expected {(rules.Dimension is { } wanted ? wanted * sizeof(float) : "a multiple of 4")}");
        }
        else if (!LabelVector.IsUsable(MemoryMarshal.Cast<byte, float>(bytes)))
        {
            fields.Fault("embedding", "holds a value that is not a number, or nothing but zeros");
        }

        return bytes;
    }

    [GeneratedRegex("^[a-z0-9_-]{1,64}\\z")]
    private static partial Regex Id();
}
