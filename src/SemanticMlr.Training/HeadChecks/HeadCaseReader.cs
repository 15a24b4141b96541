using System.Text.Json;

namespace SemanticMlr.Training.HeadChecks;

/// <summary>Reads the file of a head check and lists everything that is wrong with it.</summary>
internal sealed class HeadCaseReader
{
    /// <summary>The modes that the check knows.</summary>
    public static readonly string[] Modes = ["sigrl"];

    /// <summary>The outputs that a file may hold, in the order in which they are computed.</summary>
    public static readonly string[] OutputNames = ["label_graph", "labelwise", "correlated", "reconstructed", "local", "global", "score"];

    private static readonly string[] WeightNames = ["W3", "b3", "gatW1", "gatA1", "gatW2", "gatA2", "Wfc", "W4", "b4"];
    private static readonly string[] InputNames = ["patches", "global", "label_embeddings"];

    private readonly List<string> _faults = [];
    private readonly Dictionary<string, NumberArray> _arrays = new(StringComparer.Ordinal);

    private HeadCaseReader()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="HeadCheckException">It is not what the check needs.</exception>
    public static HeadCase Read(string path)
    {
        var reader = new HeadCaseReader();
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var read = reader.Read(document.RootElement);
            return reader._faults.Count == 0 ? read! : throw new HeadCheckException(path, reader._faults);
        }
        catch (JsonException exception)
        {
            throw new HeadCheckException(path, [$"is not valid JSON: {exception.Message}"]);
        }
    }

    private HeadCase? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Fault($"the file must hold an object with mode, topK, weights, inputs and outputs, found {root.ValueKind}");
            return null;
        }

        if (!IsKnownMode(root))
        {
            return null;
        }

        RefuseUnknown(root, "", "mode", "topK", "weights", "inputs", "outputs");
        var topK = Whole(root, "", "topK");
        var graphHeads = 1;
        if (Object(root, "weights") is { } weights)
        {
            RefuseUnknown(weights, "weights.", [.. WeightNames, "gatHeads1"]);
            graphHeads = Whole(weights, "weights.", "gatHeads1");
            ReadArrays(weights, "weights", WeightNames, required: true);
        }

        if (Object(root, "inputs") is { } inputs)
        {
            RefuseUnknown(inputs, "inputs.", InputNames);
            ReadArrays(inputs, "inputs", InputNames, required: true);
        }

        if (Object(root, "outputs") is { } outputs)
        {
            RefuseUnknown(outputs, "outputs.", OutputNames);
            ReadArrays(outputs, "outputs", OutputNames, required: false);
            if (!outputs.TryGetProperty("score", out _))
            {
                Fault("outputs.score: is missing");
            }
        }

        return Sized(topK, graphHeads);
    }

    private bool IsKnownMode(JsonElement root)
    {
        var mode = root.TryGetProperty("mode", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (Modes.Contains(mode))
        {
            return true;
        }

        Fault($"mode: {(mode is null ? "is missing" : $"\"{mode}\" is not known")}; known modes are {string.Join(", ", Modes)}");
        return false;
    }

    /// <summary>Checks every shape against B, P, D and C of the inputs.</summary>
    private HeadCase? Sized(int topK, int graphHeads)
    {
        if (Array("inputs.patches") is not { Shape: [var images, var patches, var dimension] })
        {
            FaultOfShape("inputs.patches", "[B, P, D]");
            return null;
        }

        if (Array("inputs.label_embeddings") is not { Shape: [var labels, _] })
        {
            FaultOfShape("inputs.label_embeddings", $"[C, {dimension}]");
            return null;
        }

        Require("inputs.global", images, dimension);
        Require("inputs.label_embeddings", labels, dimension);
        Require("weights.W3", dimension, dimension);
        Require("weights.b3", dimension);
        Require("weights.Wfc", dimension, 2 * dimension);
        Require("weights.W4", dimension, dimension);
        Require("weights.b4", dimension);
        var hidden = 0L;
        if (Array("weights.gatW1") is { Shape: [var rows, _] } && rows % graphHeads == 0)
        {
            hidden = rows;
            Require("weights.gatW1", hidden, dimension);
            Require("weights.gatA1", hidden / graphHeads);
            Require("weights.gatW2", dimension, hidden);
        }
        else
        {
            FaultOfShape("weights.gatW1", $"[a multiple of gatHeads1 = {graphHeads}, {dimension}]");
        }

        Require("weights.gatA2", dimension);
        Require("outputs.label_graph", labels, dimension);
        Require("outputs.labelwise", images, labels, dimension);
        Require("outputs.correlated", images, labels, dimension);
        Require("outputs.reconstructed", images, patches, dimension);
        Require("outputs.local", images, labels);
        Require("outputs.global", images, labels);
        Require("outputs.score", images, labels);
        return new HeadCase
        {
            Images = images,
            Patches = patches,
            Dimension = dimension,
            Labels = labels,
            TopK = topK,
            GraphHeads = graphHeads,
            GraphFeatures = (int)(hidden / graphHeads),
            Weights = Section("weights."),
            Inputs = Section("inputs."),
            Outputs = Section("outputs."),
        };
    }

    private void ReadArrays(JsonElement section, string name, string[] fields, bool required)
    {
        foreach (var field in fields)
        {
            if (!section.TryGetProperty(field, out var element))
            {
                if (required)
                {
                    Fault($"{name}.{field}: is missing");
                }
            }
            else if (NumberArray.Read(element, out var fault) is { } array)
            {
                _arrays.Add($"{name}.{field}", array);
            }
            else
            {
                Fault($"{name}.{field}: {fault}");
            }
        }
    }

    private Dictionary<string, NumberArray> Section(string prefix) => _arrays
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);

    private NumberArray? Array(string field) => _arrays.GetValueOrDefault(field);

    private void Require(string field, params ReadOnlySpan<long> shape)
    {
        if (Array(field) is { } array && !shape.SequenceEqual([.. array.Shape]))
        {
            FaultOfShape(field, NumberArray.Describe(shape.ToArray()));
        }
    }

    /// <summary>A field that is missing or unreadable has its fault already.</summary>
    private void FaultOfShape(string field, string expected)
    {
        if (Array(field) is { } array)
        {
            Fault($"{field}: has the shape {NumberArray.Describe(array.Shape)}, expected {expected}");
        }
    }

    private int Whole(JsonElement element, string path, string name)
    {
        if (element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1)
        {
            return number;
        }

        Fault($"{path}{name}: must be a whole number from 1");
        return 1;
    }

    private JsonElement? Object(JsonElement root, string name)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            return value;
        }

        Fault($"{name}: must be an object");
        return null;
    }

    private void RefuseUnknown(JsonElement element, string path, params string[] known)
    {
        foreach (var member in element.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            Fault($"{path}{member.Name}: is not known; known are {string.Join(", ", known)}");
        }
    }

    private void Fault(string fault) => _faults.Add(fault);
}
