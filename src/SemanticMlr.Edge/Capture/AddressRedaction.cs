using System.Text.RegularExpressions;

namespace SemanticMlr.Edge.Capture;

/// <summary>Takes secrets out of texts that others wrote, as the error output of a child process.</summary>
internal sealed partial class AddressRedaction
{
    private const string Hidden = "***";
    private const int ShortestSecret = 3;
    private const int ShortestOddWord = 6;

    private readonly List<(string Secret, string Shown)> _replacements = [];

    public AddressRedaction(string source, string shown)
    {
        if (source == shown)
        {
            return;
        }

        _replacements.Add((source, shown));
        if (Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase))
        {
            string[] parts = [uri.UserInfo, .. uri.UserInfo.Split(':', 2).Skip(1), uri.Query.TrimStart('?'), HasSettings(uri) ? uri.AbsolutePath : ""];
            foreach (var part in parts.Where(part => part.Length >= ShortestSecret))
            {
                _replacements.Add((part, Hidden));
                _replacements.Add((Uri.UnescapeDataString(part), Hidden));
            }
        }
        else
        {
            _replacements.AddRange(SecretWords(source.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).Distinct().Select(word => (word, Hidden)));
        }
    }

    /// <summary>An address without user, password, query, and a path in which settings stand (some cameras want their password there).</summary>
    public static string Shorten(Uri uri)
    {
        var user = uri.UserInfo.Length > 0 ? $"{Hidden}@" : "";
        var path = HasSettings(uri) ? $"/{Hidden}" : uri.AbsolutePath;
        var query = uri.Query.Length > 0 ? $"?{Hidden}" : "";
        return $"{uri.Scheme}://{user}{uri.Authority}{path}{query}";
    }

    /// <summary>The program of a command without its arguments; nothing of a command that begins with an assignment.</summary>
    public static string ShortenCommand(string command)
    {
        var words = command.Split(default(char[]), 2, StringSplitOptions.RemoveEmptyEntries);
        return words[0].Contains('=', StringComparison.Ordinal) ? Hidden
            : words.Length > 1 ? $"{Path.GetFileName(words[0])} {Hidden}"
            : Path.GetFileName(words[0]);
    }

    public string Apply(string text)
    {
        foreach (var (secret, shown) in _replacements)
        {
            text = text.Replace(secret, shown, StringComparison.OrdinalIgnoreCase);
        }

        return Assigned().Replace(UserInfo().Replace(text, $"$1{Hidden}@"), $"$1{Hidden}");
    }

    private static bool HasSettings(Uri uri) => uri.AbsolutePath.Contains('=', StringComparison.Ordinal);

    /// <summary>The words of a command that can be secret: what is no plain word, what follows an equals sign, and what follows an option that speaks of a secret.</summary>
    private static IEnumerable<string> SecretWords(string[] words)
    {
        for (var index = 0; index < words.Length; index++)
        {
            var word = words[index];
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var value = word[(equals + 1)..].Trim('"', '\'', ';');
            if (value.Length >= ShortestSecret && (equals >= 0 || (index > 0 && SpeaksOfSecret().IsMatch(words[index - 1]))))
            {
                yield return value;
            }

            if (index > 0 && word.Length >= ShortestOddWord && !word.All(char.IsAsciiLetter))
            {
                yield return word;
            }
        }
    }

    [GeneratedRegex("pass|pwd|token|secret|key|user|auth", RegexOptions.IgnoreCase)]
    private static partial Regex SpeaksOfSecret();

    [GeneratedRegex(@"([A-Za-z][A-Za-z0-9+.-]*://)[^\s/@]+@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"((?:password|passwd|pwd|token|secret)\s*[=:]\s*)[^\s&*]+", RegexOptions.IgnoreCase)]
    private static partial Regex Assigned();
}
