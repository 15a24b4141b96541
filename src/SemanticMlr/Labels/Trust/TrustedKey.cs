using System.Security.Cryptography;

namespace SemanticMlr.Labels.Trust;

/// <summary>A public key whose signatures count. Owns the native key; thread-safe.</summary>
public sealed class TrustedKey : IDisposable
{
    private const int MaxFileBytes = 64 * 1_024;

    private readonly Lock _gate = new();
    private readonly ECDsa _key;

    private TrustedKey(ECDsa key, string id) => (_key, Id) = (key, id);

    /// <summary>The id by which signatures name the key: the file's own (<c>kid</c>), else the thumbprint (RFC 7638).</summary>
    public string Id { get; }

    /// <summary>Reads a public key: PEM (<c>BEGIN PUBLIC KEY</c>) or JSON web key.</summary>
    /// <exception cref="TrustException">The file cannot be read, holds no public key on P-256, or holds a private one.</exception>
    public static TrustedKey Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = ReadText(path);
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new TrustException(path, "holds a private key; a device gets the public one only (mlr labels keygen writes it beside the private one)");
        }

        if (text.TrimStart().StartsWith('{'))
        {
            var (parameters, id, fault) = JsonWebKey.Read(text);
            return fault is null ? Create(path, key => key.ImportParameters(parameters), id) : throw new TrustException(path, fault);
        }

        return Create(path, key => key.ImportFromPem(text), id: null);
    }

    /// <summary>Whether a signature of 64 bytes (r, then s) over the data is this key's.</summary>
    internal bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
        {
            return _key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <summary>Frees the native key.</summary>
    public void Dispose() => _key.Dispose();

    private static TrustedKey Create(string path, Action<ECDsa> import, string? id)
    {
        var key = ECDsa.Create();
        try
        {
            import(key);
            var parameters = key.ExportParameters(includePrivateParameters: false);
            return JsonWebKey.IsOnCurve(parameters)
                ? new TrustedKey(key, string.IsNullOrEmpty(id) ? JsonWebKey.Thumbprint(parameters) : id)
                : throw new TrustException(path, $"must lie on the curve {JsonWebKey.Curve}, which {SignedPayload.Algorithm} needs; make a key with mlr labels keygen");
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new TrustException(path, $"holds no usable public key (PEM or JSON web key): {exception.Message.TrimEnd('.')}", exception);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxFileBytes
                ? File.ReadAllText(path)
                : throw new TrustException(path, $"is larger than {MaxFileBytes} bytes, so it is no key");
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not TrustException)
        {
            throw new TrustException(path, $"cannot be read: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
