using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace SemanticMlr.Labels.Trust;

/// <summary>The keys whose signatures count: several while one takes the place of another. Owns them; thread-safe.</summary>
/// <remarks>Reads flattened JSON Web Signatures (RFC 7515 7.2.2). The algorithm is fixed: what a signature says of it is compared, never obeyed.</remarks>
public sealed class TrustedKeys : IDisposable
{
    private const int SignatureSize = 64;
    private const int LongestId = 256;

    private readonly Dictionary<string, TrustedKey> _keys = new(StringComparer.Ordinal);

    /// <summary>Reads key files; none makes an empty set, with which nothing needs a signature.</summary>
    /// <exception cref="TrustException">A file cannot be used, or two hold keys of the same id.</exception>
    public TrustedKeys(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        try
        {
            foreach (var path in paths)
            {
                var key = TrustedKey.Read(path);
                if (!_keys.TryAdd(key.Id, key))
                {
                    key.Dispose();
                    throw new TrustException(path, $"holds the key \"{key.Id}\", which another file holds too; keep one of them");
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _keys.Count == 0;

    /// <summary>Ids of the keys.</summary>
    public IReadOnlyCollection<string> Ids => _keys.Keys;

    /// <summary>Whether a key is trusted now.</summary>
    public bool Contains(string id) => _keys.ContainsKey(id);

    /// <summary>Checks a signature and gives what was signed.</summary>
    /// <param name="jws">The flattened JSON Web Signature.</param>
    /// <param name="type">What the signed must be, as <see cref="SignedPayload.ListType"/>; a signature may leave its type out.</param>
    public SignedPayload Verify(ReadOnlySpan<byte> jws, string type)
    {
        string? key = null;
        try
        {
            using var document = StrictJson.Parse(jws);
            var (payload, header, signature) = Members(document.RootElement);
            using var headerDocument = StrictJson.Parse(Base64Url.DecodeFromChars(header));
            var (fault, code) = FaultOf(headerDocument.RootElement, type, out key);
            if (fault is not null)
            {
                return new SignedPayload(key, [], code, fault);
            }

            if (!_keys.TryGetValue(key!, out var trusted))
            {
                return new SignedPayload(key, [], "unknown-key", $"The key \"{key}\" is not trusted here; trusted are {string.Join(", ", _keys.Keys.Order(StringComparer.Ordinal))}.");
            }

            var bytes = Base64Url.DecodeFromChars(signature);
            return bytes.Length == SignatureSize && trusted.Verify(Encoding.ASCII.GetBytes($"{header}.{payload}"), bytes)
                ? new SignedPayload(key, Base64Url.DecodeFromChars(payload), null, null)
                : new SignedPayload(key, [], "wrong-signature", $"The signature is not that of the key \"{key}\" over this content; sign it again.");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or InvalidDataException)
        {
            return new SignedPayload(key, [], "malformed-signature", $"This is no flattened JSON Web Signature: {exception.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>The payload of a signature that was checked when it came and has a hash of its own since then.</summary>
    /// <exception cref="InvalidDataException">It is no flattened JSON Web Signature.</exception>
    public static byte[] ReadUnchecked(ReadOnlySpan<byte> jws)
    {
        try
        {
            using var document = StrictJson.Parse(jws);
            return Base64Url.DecodeFromChars(Members(document.RootElement).Payload);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"This is no flattened JSON Web Signature: {exception.Message}", exception);
        }
    }

    /// <summary>Frees the keys.</summary>
    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static (string Payload, string Header, string Signature) Members(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"expected an object, found {root.ValueKind}");
        }

        foreach (var member in root.EnumerateObject())
        {
            if (member.Name is not ("payload" or "protected" or "signature"))
            {
                throw new InvalidDataException($"\"{member.Name}\" is not read; a signature has payload, protected and signature");
            }
        }

        return (Text(root, "payload"), Text(root, "protected"), Text(root, "signature"));
    }

    private static (string? Fault, string? Code) FaultOf(JsonElement header, string type, out string? key)
    {
        key = null;
        if (header.ValueKind != JsonValueKind.Object)
        {
            return ("The protected header must be a JSON object.", "malformed-signature");
        }

        foreach (var member in header.EnumerateObject())
        {
            if (member.Name is not ("alg" or "kid" or "typ"))
            {
                return ($"The protected header has \"{member.Name}\"; alg, kid and typ are read.", "malformed-signature");
            }
        }

        var algorithm = Text(header, "alg");
        if (algorithm != SignedPayload.Algorithm)
        {
            return ($"The algorithm must be {SignedPayload.Algorithm}, found \"{algorithm}\".", "wrong-algorithm");
        }

        key = Text(header, "kid");
        return key.Length is 0 or > LongestId ? ($"\"kid\" must name the key in 1 to {LongestId} characters.", "malformed-signature")
            : header.TryGetProperty("typ", out _) && Text(header, "typ") != type ? ($"Signed was a \"{Text(header, "typ")}\", wanted is a \"{type}\".", "wrong-type")
            : (null, null);
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InvalidDataException($"\"{name}\" is missing or no text");
}
