using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SemanticMlr.Labels;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Cli.Commands;

/// <summary>A label list in a file, plain or signed.</summary>
/// <param name="Content">The file.</param>
/// <param name="Json">The JSON of the list.</param>
/// <param name="List">The list.</param>
/// <param name="IsSigned">Whether the file is a signature around it.</param>
internal sealed record LabelFile(byte[] Content, byte[] Json, LabelList List, bool IsSigned)
{
    /// <summary>Reads and checks a list; a signature around it is opened without being checked.</summary>
    /// <exception cref="IOException">The file cannot be read, or the list has faults.</exception>
    public static LabelFile Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 2 * LabelListReader.MaxBytes })
        {
            throw new LabelListException(path, ["it is too large for a label list"]);
        }

        var content = File.ReadAllBytes(path);
        var isSigned = IsSignature(content);
        var json = isSigned ? TrustedKeys.ReadUnchecked(content) : content;
        return new LabelFile(content, json, LabelListReader.Parse(json, path), isSigned);
    }

    /// <summary>The same list under another version, without a signature.</summary>
    public LabelFile WithVersion(int version)
    {
        var node = JsonNode.Parse(Json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Json.AsSpan(3) : Json)!;
        node["version"] = version;
        var json = Encoding.UTF8.GetBytes(node.ToJsonString());
        return new LabelFile(json, json, List with { Version = version }, IsSigned: false);
    }

    private static bool IsSignature(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("payload", out _);
        }
        catch (JsonException)
        {
            return false; // the reader of lists says what is wrong
        }
    }
}
