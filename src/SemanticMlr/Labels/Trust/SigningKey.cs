using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SemanticMlr.Labels.Trust;

/// <summary>A private key that signs label lists. Owns the native key.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly ECParameters _public;

    private SigningKey(ECDsa key, string? id)
    {
        _key = key;
        _public = key.ExportParameters(includePrivateParameters: false);
        Id = id ?? JsonWebKey.Thumbprint(_public);
    }

    /// <summary>The id that signatures name.</summary>
    public string Id { get; }

    /// <summary>The public key as JSON web key: what devices trust.</summary>
    public string PublicKey => JsonWebKey.Write(_public, Id);

    /// <summary>Makes a new key.</summary>
    /// <param name="id">Its id, or null for the thumbprint.</param>
    public static SigningKey Create(string? id = null) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), id);

    /// <summary>Reads a private key in PEM form.</summary>
    /// <param name="path">The file.</param>
    /// <param name="id">The id that signatures name, or null for the thumbprint.</param>
    /// <exception cref="TrustException">The file cannot be read or holds no private key on P-256.</exception>
    public static SigningKey Read(string path, string? id = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            _ = key.ExportParameters(includePrivateParameters: true);
            if (JsonWebKey.IsOnCurve(key.ExportParameters(includePrivateParameters: false)))
            {
                return new SigningKey(key, id);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new TrustException(path, $"holds no usable private key in PEM form: {exception.Message.TrimEnd('.')}", exception);
        }

        key.Dispose();
        throw new TrustException(path, $"must lie on the curve {JsonWebKey.Curve}; make a key with mlr labels keygen");
    }

    /// <summary>The private key in PEM form (PKCS #8).</summary>
    public string ExportPem() => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>Signs: a flattened JSON Web Signature (RFC 7515 7.2.2).</summary>
    /// <param name="payload">What is signed, as it stands.</param>
    /// <param name="type">What it is, as <see cref="SignedPayload.ListType"/>.</param>
    public string Sign(ReadOnlySpan<byte> payload, string type)
    {
        var header = $$"""{"alg":"{{SignedPayload.Algorithm}}","kid":{{JsonSerializer.Serialize(Id, TrustJson.Default.String)}},"typ":"{{type}}"}""";
        var (head, body) = (Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)), Base64Url.EncodeToString(payload));
        var signature = _key.SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $$"""{"payload":"{{body}}","protected":"{{head}}","signature":"{{Base64Url.EncodeToString(signature)}}"}""";
    }

    /// <summary>Frees the native key.</summary>
    public void Dispose() => _key.Dispose();
}
