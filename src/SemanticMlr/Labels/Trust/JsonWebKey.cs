using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SemanticMlr.Labels.Trust;

/// <summary>Public keys on the curve P-256 as JSON (RFC 7517, RFC 7518 6.2.1) and their thumbprints (RFC 7638).</summary>
internal static class JsonWebKey
{
    /// <summary>Bytes of a coordinate.</summary>
    public const int CoordinateSize = 32;

    /// <summary>The name of the curve in JSON.</summary>
    public const string Curve = "P-256";

    private const string CurveId = "1.2.840.10045.3.1.7";

    /// <summary>The key as JSON, with its id.</summary>
    public static string Write(ECParameters key, string id) =>
        $$"""{"kty":"EC","crv":"{{Curve}}","x":"{{Text(key.Q.X)}}","y":"{{Text(key.Q.Y)}}","kid":{{JsonSerializer.Serialize(id, TrustJson.Default.String)}},"alg":"{{SignedPayload.Algorithm}}","use":"sig"}""";

    /// <summary>SHA-256 over the members that make the key, base64url: the id of a key that names none.</summary>
    public static string Thumbprint(ECParameters key)
    {
        var canonical = $$"""{"crv":"{{Curve}}","kty":"EC","x":"{{Text(key.Q.X)}}","y":"{{Text(key.Q.Y)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));
    }

    /// <summary>Whether a key lies on the curve that ES256 uses.</summary>
    public static bool IsOnCurve(ECParameters key) => key.Curve.IsNamed && key.Curve.Oid.Value == CurveId;

    /// <summary>Reads a public key; the fault is null where it could be read.</summary>
    public static (ECParameters Key, string? Id, string? Fault) Read(string json)
    {
        try
        {
            using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(json));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return Failed("must be one JSON web key, an object");
            }

            if (root.TryGetProperty("d", out _))
            {
                return Failed("holds a private key; a device gets the public one only");
            }

            if (TextOf(root, "kty") != "EC" || TextOf(root, "crv") != Curve || TextOf(root, "alg") is not (null or SignedPayload.Algorithm))
            {
                return Failed($"must be a key of type EC on the curve {Curve} for {SignedPayload.Algorithm}");
            }

            var (x, y) = (Base64Url.DecodeFromChars(TextOf(root, "x")), Base64Url.DecodeFromChars(TextOf(root, "y")));
            return x.Length == CoordinateSize && y.Length == CoordinateSize
                ? (new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } }, TextOf(root, "kid"), null)
                : Failed($"must have an x and a y of {CoordinateSize} bytes each");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return Failed($"is no JSON web key: {exception.Message.TrimEnd('.')}");
        }
    }

    private static (ECParameters Key, string? Id, string? Fault) Failed(string fault) => (default, null, fault);

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Text(byte[]? coordinate) => Base64Url.EncodeToString(coordinate);
}
