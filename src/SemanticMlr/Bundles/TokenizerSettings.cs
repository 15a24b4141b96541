using System.Text.Json;
using SemanticMlr.Labels;

namespace SemanticMlr.Bundles;

/// <summary>What <c>tokenizer_config.json</c> and <c>special_tokens_map.json</c> beside a tokenizer say; nothing where they are absent.</summary>
internal sealed class TokenizerSettings
{
    private const long MaxBytes = 1 << 20;

    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    /// <exception cref="BundleException">A file is damaged.</exception>
    public TokenizerSettings(string folder)
    {
        foreach (var name in new[] { "special_tokens_map.json", "tokenizer_config.json" })
        {
            var path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                Read(path);
            }
        }
    }

    /// <summary>The most ids of a row, or null; makers write absurd numbers for none.</summary>
    public long? Length { get; private set; }

    /// <summary>Whether texts are lower-cased; CLIP's are.</summary>
    public bool LowerCase { get; private set; } = true;

    /// <summary>The text of a special token, as <c>pad_token</c>, or null.</summary>
    public string? Token(string role) => _tokens.GetValueOrDefault(role);

    private void Read(string path)
    {
        try
        {
            using var document = StrictJson.Parse(BoundedFile.Read(path, MaxBytes));
            foreach (var member in document.RootElement.EnumerateObject())
            {
                var value = member.Value;
                switch (member.Name)
                {
                    case "model_max_length" when value.ValueKind == JsonValueKind.Number:
                        Length = value.TryGetInt64(out var length) ? length : null;
                        break;
                    case "do_lower_case" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                        LowerCase = value.GetBoolean();
                        break;
                    case "bos_token" or "eos_token" or "pad_token":
                        var text = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("content", out var content) ? content : value;
                        if (text.ValueKind == JsonValueKind.String)
                        {
                            _tokens[member.Name] = text.GetString()!;
                        }

                        break;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new BundleException(path, $"cannot be read as settings of a tokenizer: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
