using System.Text;

namespace SemanticMlr.Labels;

/// <summary>Finds ids and texts that differ in nothing but case or the way that characters are composed.</summary>
internal sealed class DuplicateTexts(List<string> faults)
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Notes a fault for each id, text or alias that came before.</summary>
    public void Add(string path, LabelDefinition label)
    {
        Add(_ids, $"{path}.id", label.Id);
        Add(_texts, $"{path}.text", label.Text);
        for (var alias = 0; alias < label.Aliases.Count; alias++)
        {
            Add(_texts, $"{path}.aliases[{alias}]", label.Aliases[alias]);
        }
    }

    private void Add(Dictionary<string, string> seen, string path, string text)
    {
        var folded = Fold(text);
        if (folded.Length > 0 && !seen.TryAdd(folded, path))
        {
            faults.Add($"{path}: \"{text}\" is the same as {seen[folded]}");
        }
    }

    /// <summary>NFC, white space collapsed, upper then lower case: upper first folds letters that lower case alone keeps apart.</summary>
    private static string Fold(string text)
    {
#pragma warning disable CA1308 // the pair of both is the folding
        var folded = text.Normalize(NormalizationForm.FormC).ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormC);
#pragma warning restore CA1308
        return string.Join(' ', folded.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
