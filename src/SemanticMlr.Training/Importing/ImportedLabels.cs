using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SemanticMlr.Labels;
using SemanticMlr.Training.Recipes;

namespace SemanticMlr.Training.Importing;

/// <summary>Makes label lists of phrases.</summary>
public static class ImportedLabels
{
    private const int MaxId = 64;

    private static readonly string[] House = ["bottle", "can", "carton box", "person", "hand", "forklift", "empty conveyor belt"];

    /// <summary>Reads a label list, or a text file with a phrase a line; a few phrases of the house where none is named.</summary>
    /// <param name="path">The file, or null.</param>
    /// <param name="id">The id of a list that is made of phrases.</param>
    /// <exception cref="LabelListException">The file cannot be read, or the list has faults.</exception>
    public static LabelList Read(string? path, string id)
    {
        if (path is null)
        {
            return OfPhrases(House, id, "labels");
        }

        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LabelListException(path, [$"cannot be read: {exception.Message.TrimEnd('.')}"], exception);
        }

        return text.AsSpan().TrimStart().StartsWith("{")
            ? LabelListReader.Read(path)
            : OfPhrases(text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), id, path);
    }

    /// <summary>A list of phrases; ids are made of them.</summary>
    /// <param name="phrases">The phrases.</param>
    /// <param name="id">The list's id; what an id may not hold becomes a hyphen.</param>
    /// <param name="name">What faults call the list.</param>
    /// <exception cref="LabelListException">A phrase stands twice, or is one that a list may not hold.</exception>
    public static LabelList OfPhrases(IEnumerable<string> phrases, string id, string name)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var list = new LabelList
        {
            Id = IdOf(id),
            Version = 1,
            Labels = [.. phrases.Select((phrase, index) => new LabelDefinition { Id = Free(IdOf(phrase), index), Text = phrase })],
        };
        return Checked(list, name);

        string Free(string wanted, int index)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"-{index + 1}");
            var free = ids.Contains(wanted) ? wanted[..Math.Min(wanted.Length, MaxId - number.Length)] + number : wanted;
            ids.Add(free);
            return free;
        }
    }

    /// <summary>The list with a vector for every label.</summary>
    /// <param name="list">The list.</param>
    /// <param name="vectors">C x D values row by row, for every label, disabled ones included.</param>
    /// <param name="encoder">Id of the text encoder that they come from.</param>
    public static LabelList WithVectors(LabelList list, ReadOnlySpan<float> vectors, string encoder)
    {
        ArgumentNullException.ThrowIfNull(list);
        var dimension = vectors.Length / list.Labels.Count;
        var labels = new List<LabelDefinition>(list.Labels.Count);
        foreach (var (row, label) in list.Labels.Index())
        {
            labels.Add(label with { Embedding = MemoryMarshal.AsBytes(vectors.Slice(row * dimension, dimension)).ToArray(), Encoder = encoder });
        }

        return list with { Labels = labels };
    }

    /// <summary>The list as a file.</summary>
    public static byte[] Write(LabelList list) => [.. JsonSerializer.SerializeToUtf8Bytes(list, LabelListJson.Default.LabelList), (byte)'\n'];

    /// <summary>The same list, read again as any other.</summary>
    /// <exception cref="LabelListException">It has faults.</exception>
    public static LabelList Checked(LabelList list, string name) => LabelListReader.Parse(Write(list), name);

    private static string IdOf(string phrase)
    {
        var id = new StringBuilder();
        foreach (var letter in phrase.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '_')
            {
                id.Append(letter);
            }
            else if (id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }

        var text = id.ToString(0, Math.Min(id.Length, MaxId)).Trim('-');
        return text.Length == 0 ? "label" : text;
    }
}
