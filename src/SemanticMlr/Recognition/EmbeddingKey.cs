using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SemanticMlr.Bundles;

namespace SemanticMlr.Recognition;

/// <summary>What an embedding depends on, as the name of its entry in the cache.</summary>
internal static class EmbeddingKey
{
    /// <summary>SHA-256 of the text encoder, the tokenizer, the prompt and the text, in hexadecimal digits.</summary>
    public static string Of(TextSpecification specification, string prompt, string text)
    {
        var tokenizer = specification.Tokenizer;
        string[] parts =
        [
            specification.Graph?.Sha256 ?? "",
            tokenizer?.Vocabulary.Sha256 ?? "",
            tokenizer?.Merges.Sha256 ?? "",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{tokenizer?.LowerCase} {tokenizer?.StartId} {tokenizer?.EndId} {specification.ContextLength} {specification.PaddingId} {tokenizer?.EndOfWordSuffix}"),
            prompt,
            text,
        ];

        // With the length before each part no two keys give the same bytes.
        var joined = string.Concat(parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Length}:{part}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(joined)));
    }
}
