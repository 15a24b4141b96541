using System.Text.Json;

namespace SemanticMlr.Training.HeadChecks;

/// <summary>Numbers of a shape, row by row.</summary>
internal sealed record NumberArray(IReadOnlyList<long> Shape, double[] Values)
{
    /// <summary>Reads nested arrays; null, with the reason, where they are no full rectangle of finite numbers.</summary>
    public static NumberArray? Read(JsonElement element, out string fault)
    {
        var shape = new List<long>();
        var inner = element;
        while (inner.ValueKind == JsonValueKind.Array)
        {
            shape.Add(inner.GetArrayLength());
            if (shape[^1] == 0)
            {
                fault = "holds an empty array";
                return null;
            }

            inner = inner[0];
        }

        if (shape.Count == 0)
        {
            fault = $"must be an array of numbers, found {element.ValueKind}";
            return null;
        }

        var values = new List<double>();
        fault = Fill(element, shape, 0, "", values) ?? "";
        return fault.Length == 0 ? new NumberArray(shape, [.. values]) : null;
    }

    /// <summary>Sizes in brackets, as <c>[2, 3]</c>.</summary>
    public static string Describe(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Appends the numbers; the first fault, or null.</summary>
    private static string? Fill(JsonElement element, List<long> shape, int axis, string place, List<double> values)
    {
        if (axis == shape.Count)
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var value) || !double.IsFinite(value))
            {
                return $"{place} is no finite number";
            }

            values.Add(value);
            return null;
        }

        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != shape[axis])
        {
            var found = element.ValueKind == JsonValueKind.Array ? $"{element.GetArrayLength()} entries" : $"{element.ValueKind}";
            return $"is ragged: {(place.Length == 0 ? "it" : place)} has {found}, its neighbours {shape[axis]} entries";
        }

        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (Fill(item, shape, axis + 1, $"{place}[{index++}]", values) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
