using System.Text.Json;

namespace SemanticMlr.Bundles;

/// <summary>Takes vocabulary and merges out of a <c>tokenizer.json</c> (the format of Hugging Face's tokenizers).</summary>
internal static class TokenizerJson
{
    /// <summary>Reads the model of the file.</summary>
    /// <returns>The content of <c>vocab.json</c> and <c>merges.txt</c>, and the end-of-word suffix or null.</returns>
    /// <exception cref="BundleException">The tokenizer is of another kind, or the file is damaged.</exception>
    public static (byte[] Vocabulary, byte[] Merges, string? EndOfWordSuffix) Read(string path, JsonElement root)
    {
        try
        {
            var model = root.GetProperty("model");
            var kind = model.TryGetProperty("type", out var type) ? type.GetString() : null;
            if (kind is not (null or "BPE") || !model.TryGetProperty("merges", out var merges))
            {
                throw new BundleException(
                    path,
                    $"holds a tokenizer of the kind {kind ?? "unknown"}; byte-level BPE can be read. Import the image side alone (without --text and --tokenizer) and give labels that bring their vectors");
            }

            var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var token in model.GetProperty("vocab").EnumerateObject())
            {
                vocabulary[token.Name] = token.Value.GetInt32();
            }

            foreach (var token in root.TryGetProperty("added_tokens", out var added) ? added.EnumerateArray() : [])
            {
                vocabulary[token.GetProperty("content").GetString()!] = token.GetProperty("id").GetInt32();
            }

            // Older files write a merge as "a b", newer ones as ["a", "b"].
            var lines = merges.EnumerateArray().Select(merge => merge.ValueKind == JsonValueKind.Array ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!);
            var suffix = model.TryGetProperty("end_of_word_suffix", out var end) ? end.GetString() : null;
            return (JsonSerializer.SerializeToUtf8Bytes(vocabulary), TokenizerSource.JoinMerges(lines), string.IsNullOrEmpty(suffix) ? null : suffix);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new BundleException(path, $"is no tokenizer.json that can be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
