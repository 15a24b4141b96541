using System.Text.Json;
using System.Text.Json.Nodes;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Cli.Commands;

/// <summary>Private keys as <c>mlr labels keygen</c> writes them.</summary>
internal static class SigningKeyFile
{
    /// <summary>Reads a private key; its name is the one given, else that of the public key beside it, else the thumbprint.</summary>
    /// <exception cref="TrustException">The file holds no usable key, or the public one beside it is another one's.</exception>
    public static SigningKey Read(string path, string? id)
    {
        var beside = Path.ChangeExtension(path, ".jwk");
        if (id is not null || !File.Exists(beside))
        {
            return SigningKey.Read(path, id);
        }

        string? named;
        try
        {
            named = JsonNode.Parse(File.ReadAllText(beside))?["kid"]?.GetValue<string>();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new TrustException(beside, $"is no JSON web key: {exception.Message.TrimEnd('.')}", exception);
        }

        var key = SigningKey.Read(path, named);
        using var trusted = new TrustedKeys([beside]);
        if (trusted.Verify(System.Text.Encoding.UTF8.GetBytes(key.Sign([], SignedPayload.ListType)), SignedPayload.ListType).IsTrusted)
        {
            return key;
        }

        key.Dispose();
        throw new TrustException(beside, $"is not the public key of {path}; name the key with --kid, or put the right file there");
    }
}
