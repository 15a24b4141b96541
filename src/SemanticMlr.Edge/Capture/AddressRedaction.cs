using System.Text.RegularExpressions;

namespace SemanticMlr.Edge.Capture;

/// <summary>Takes secrets out of texts that others wrote, as the error output of a child process.</summary>
internal sealed partial class AddressRedaction
{
    private const string Hidden = "***";
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
            string[] parts = [uri.UserInfo, .. uri.UserInfo.Split(':', 2).Skip(1), uri.Query.TrimStart('?')];
            foreach (var part in parts.Where(part => part.Length > 2))
            {
                _replacements.Add((part, Hidden));
                _replacements.Add((Uri.UnescapeDataString(part), Hidden));
            }
        }
        else
        {
            // Of a command everything but its name may be secret.
            _replacements.AddRange(source.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Where(word => word.Length > 3)
                .SelectMany(word => new[] { word, word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..] })
                .Where(word => word.Length > 3)
                .Distinct()
                .Select(word => (word, Hidden)));
        }
    }

    /// <summary>An address without user, password and query.</summary>
    public static string Shorten(Uri uri) =>
        $"{uri.Scheme}://{(uri.UserInfo.Length > 0 ? Hidden + "@" : "")}{uri.Authority[(uri.Authority.IndexOf('@', StringComparison.Ordinal) + 1)..]}{uri.AbsolutePath}{(uri.Query.Length > 0 ? "?" + Hidden : "")}";

    public string Apply(string text)
    {
        foreach (var (secret, shown) in _replacements)
        {
            text = text.Replace(secret, shown, StringComparison.OrdinalIgnoreCase);
        }

        return Assigned().Replace(UserInfo().Replace(text, $"$1{Hidden}@"), $"$1{Hidden}");
    }

    [GeneratedRegex(@"([A-Za-z][A-Za-z0-9+.-]*://)[^\s/@]+@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"((?:password|passwd|pwd|token|secret)\s*[=:]\s*)[^\s&*]+", RegexOptions.IgnoreCase)]
    private static partial Regex Assigned();
}
