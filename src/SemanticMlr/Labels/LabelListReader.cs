using System.Text;
using System.Text.Json;
using SemanticMlr.Bundles;

namespace SemanticMlr.Labels;

/// <summary>Reads label lists (schema 1). A list is taken whole or refused whole, and then every fault is listed.</summary>
public static class LabelListReader
{
    /// <summary>The largest list, in bytes.</summary>
    public const long MaxBytes = 8 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rules">What the list is checked against, or null for its schema alone.</param>
    /// <exception cref="LabelListException">The file cannot be read or the list has faults.</exception>
    public static LabelList Read(string path, LabelListRules? rules = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes;
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
            {
                throw TooLarge(path, stream.Length);
            }

            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not LabelListException)
        {
            throw new LabelListException(path, [$"cannot be read: {exception.Message.TrimEnd('.')}"], exception);
        }

        return Parse(bytes, path, rules);
    }

    /// <summary>Reads a list from memory.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="name">What faults call the list: a file or a topic.</param>
    /// <param name="rules">What the list is checked against, or null for its schema alone.</param>
    /// <exception cref="LabelListException">The list has faults.</exception>
    public static LabelList Parse(ReadOnlySpan<byte> utf8, string name, LabelListRules? rules = null)
    {
        if (utf8.Length > MaxBytes)
        {
            throw TooLarge(name, utf8.Length);
        }

        utf8 = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        var faults = new List<string>();
        LabelList? list = null;
        try
        {
            using var document = StrictJson.Parse(utf8);
            list = new LabelListParser(rules ?? new LabelListRules(), faults).Parse(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new LabelListException(name, [exception.Message], exception);
        }
        catch (InvalidOperationException exception)
        {
            // What GetString throws for half of a surrogate pair.
            throw new LabelListException(name, [$"holds text that is not Unicode: {exception.Message.TrimEnd('.')}"], exception);
        }

        return faults.Count == 0 ? list : throw new LabelListException(name, faults);
    }

    private static LabelListException TooLarge(string name, long length) =>
        new(name, [$"{length} bytes are more than the {MaxBytes} that a list may have"]);
}
