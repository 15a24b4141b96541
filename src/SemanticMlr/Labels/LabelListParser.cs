using System.Globalization;
using System.Text.Json;

namespace SemanticMlr.Labels;

/// <summary>Walks the JSON of a list and notes every fault.</summary>
internal sealed class LabelListParser(LabelListRules rules, List<string> faults)
{
    /// <summary>The list; meaningless when faults were noted.</summary>
    public LabelList Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"$: must be an object, found {root.ValueKind}");
            return new LabelList();
        }

        var fields = new JsonFields(root, "", faults);
        var schema = fields.Integer("schema", required: true);
        if (schema > LabelList.CurrentSchema)
        {
            // What a newer schema means by its members is not known, so nothing else can be said.
            fields.Fault("schema", $"{schema} is newer than {LabelList.CurrentSchema}, which this version reads; update this program");
            return new LabelList();
        }

        if (schema is < LabelList.CurrentSchema)
        {
            fields.Fault("schema", $"must be {LabelList.CurrentSchema}, found {schema}");
        }

        fields.RefuseUnknown("schema", "id", "version", "expires", "prompt", "labels");
        return new LabelList
        {
            Schema = LabelList.CurrentSchema,
            Id = LabelRules.CheckedId(fields, fields.Text("id", required: true)),
            Version = Version(fields),
            Expires = Expires(fields),
            Prompt = Prompt(fields),
            Labels = Labels(fields),
        };
    }

    private static int Version(JsonFields fields)
    {
        var version = fields.Integer("version", required: true);
        if (version is < 1)
        {
            fields.Fault("version", $"must be at least 1, found {version}");
        }

        return version ?? 0;
    }

    private DateTimeOffset? Expires(JsonFields fields)
    {
        if (fields.Text("expires") is not { } text)
        {
            return null;
        }

        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires))
        {
            fields.Fault("expires", $"must be a time as 2026-12-31T00:00:00Z, found \"{text}\"");
            return null;
        }

        if (rules.Now is { } now && expires <= now)
        {
            fields.Fault("expires", $"the list expired at {expires:u}; publish a newer one");
        }

        return expires;
    }

    private static string? Prompt(JsonFields fields)
    {
        var prompt = fields.Text("prompt");
        if (prompt is not null && !prompt.Contains("{label}", StringComparison.Ordinal))
        {
            fields.Fault("prompt", $"must contain {{label}}, found \"{prompt}\"");
        }
        else if (prompt is not null && LabelRules.HiddenIn(prompt) is { } hidden)
        {
            fields.Fault("prompt", hidden);
        }

        return prompt;
    }

    private List<LabelDefinition> Labels(JsonFields fields)
    {
        var labels = new List<LabelDefinition>();
        if (fields.Array("labels", required: true) is not { } array)
        {
            return labels;
        }

        var count = array.GetArrayLength();
        if (count is < 1 or > LabelList.MaxLabels)
        {
            fields.Fault("labels", $"must hold 1 to {LabelList.MaxLabels} labels, found {count}");
            return labels; // 100,000 labels are not looked at one by one
        }

        var index = 0;
        var duplicates = new DuplicateTexts(faults);
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                labels.Add(LabelRules.Parse(new JsonFields(element, $"labels[{index}].", faults), rules));
                duplicates.Add($"labels[{index}]", labels[^1]);
            }
            else
            {
                faults.Add($"labels[{index}]: must be an object, found {element.ValueKind}");
            }

            index++;
        }

        if (labels.Count > 0 && labels.TrueForAll(label => !label.Enabled))
        {
            fields.Fault("labels", "all are disabled; a list looks for at least one");
        }

        return labels;
    }
}
