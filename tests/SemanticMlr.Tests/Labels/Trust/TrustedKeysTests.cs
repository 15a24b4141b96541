using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SemanticMlr.Labels.Trust;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Labels.Trust;

public sealed class TrustedKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key = SigningKey.Create("ada");
    private readonly TrustedKeys _keys;

    public TrustedKeysTests()
    {
        File.WriteAllText(_folder.File("ada.jwk"), _key.PublicKey);
        _keys = new TrustedKeys([_folder.File("ada.jwk")]);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void WhatWasSigned_IsGivenAsItWas()
    {
        var signed = Verify(_key.Sign("{\"a\": 1}"u8, SignedPayload.ListType));

        Assert.True(signed.IsTrusted);
        Assert.Equal(("ada", "{\"a\": 1}"), (signed.Key, Encoding.UTF8.GetString(signed.Payload)));
    }

    [Fact]
    public void TheExampleOfTheStandard_IsVerified()
    {
        // RFC 7515 A.3: key, header and payload; its protected header names no key, which this reader wants, so the signature itself is checked.
        File.WriteAllText(
            _folder.File("rfc.jwk"),
            """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""");
        using var key = TrustedKey.Read(_folder.File("rfc.jwk"));
        var signed = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"u8;
        var signature = Base64Url.DecodeFromChars("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");

        Assert.True(key.Verify(signed, signature));
        signature[0] ^= 1;
        Assert.False(key.Verify(signed, signature));
    }

    [Theory]
    [InlineData("""{"alg":"none","kid":"ada"}""", "wrong-algorithm")]
    [InlineData("""{"alg":"None","kid":"ada"}""", "wrong-algorithm")]
    [InlineData("""{"alg":"HS256","kid":"ada"}""", "wrong-algorithm")]
    [InlineData("""{"alg":"ES384","kid":"ada"}""", "wrong-algorithm")]
    [InlineData("""{"alg":"ES256","kid":"eve"}""", "unknown-key")]
    [InlineData("""{"alg":"ES256","kid":""}""", "malformed-signature")]
    [InlineData("""{"alg":"ES256"}""", "malformed-signature")]
    [InlineData("""{"kid":"ada"}""", "malformed-signature")]
    [InlineData("""{"alg":"ES256","kid":"ada","crit":["b64"],"b64":false}""", "malformed-signature")]
    [InlineData("""{"alg":"ES256","kid":"ada","jku":"http://example.com"}""", "malformed-signature")]
    [InlineData("""{"alg":"ES256","alg":"none","kid":"ada"}""", "malformed-signature")]
    [InlineData("""{"alg":"ES256","kid":"ada","typ":"other"}""", "wrong-type")]
    [InlineData("""[]""", "malformed-signature")]
    [InlineData("""{"alg":"ES256","kid":"ada"}""", "wrong-signature")]
    public void AnotherHeader_DoesNotCount(string header, string code)
    {
        var jws = JsonNode.Parse(_key.Sign("{}"u8, SignedPayload.ListType))!;
        jws["protected"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));

        var signed = Verify(jws.ToJsonString());

        Assert.Equal(code, signed.Code);
        Assert.Empty(signed.Payload);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"payload\":\"\",\"protected\":\"\",\"signature\":\"\"}")]
    [InlineData("{\"payload\":1,\"protected\":\"e30\",\"signature\":\"\"}")]
    [InlineData("{\"payload\":\"*\",\"protected\":\"*\",\"signature\":\"*\"}")]
    [InlineData("{\"payload\":\"\",\"signatures\":[]}")]
    [InlineData("not json")]
    public void WhatIsNoSignature_IsRefused(string jws) => Assert.Equal("malformed-signature", Verify(jws).Code);

    [Fact]
    public void ASignatureOfOtherLength_OrAnotherPayload_DoesNotCount()
    {
        var jws = JsonNode.Parse(_key.Sign("{}"u8, SignedPayload.ListType))!.AsObject();
        foreach (var (member, value) in new[] { ("signature", ""), ("signature", Base64Url.EncodeToString(new byte[64])), ("signature", Base64Url.EncodeToString(new byte[72])), ("payload", "W10") })
        {
            var changed = jws.DeepClone();
            changed[member] = value;
            Assert.Equal("wrong-signature", Verify(changed.ToJsonString()).Code);
        }
    }

    [Fact]
    public void PublicKeysInPemForm_AreNamedByTheirThumbprint()
    {
        using var made = SigningKey.Create();
        File.WriteAllText(_folder.File("key.pem"), made.ExportPem());
        using var read = SigningKey.Read(_folder.File("key.pem"));
        using var native = ECDsa.Create();
        native.ImportFromPem(made.ExportPem());
        File.WriteAllText(_folder.File("public.pem"), native.ExportSubjectPublicKeyInfoPem());
        using var trusted = new TrustedKeys([_folder.File("public.pem")]);

        Assert.Equal(made.Id, Assert.Single(trusted.Ids));
        Assert.True(trusted.Verify(Encoding.UTF8.GetBytes(read.Sign("x"u8, SignedPayload.ListType)), SignedPayload.ListType).IsTrusted);
    }

    [Fact]
    public void FilesThatHoldNoUsablePublicKey_AreNamedWithTheFault()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        (string Content, string Expected)[] cases =
        [
            (_key.ExportPem(), "holds a private key"),
            ("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}""", "holds a private key"),
            ("""{"kty":"RSA"}""", "type EC"),
            ("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""", "32 bytes"),
            (other.ExportSubjectPublicKeyInfoPem(), "P-256"),
            ("hello", "no usable public key"),
            ("{", "no JSON web key"),
        ];
        foreach (var (content, expected) in cases)
        {
            File.WriteAllText(_folder.File("bad"), content);
            var exception = Assert.Throws<TrustException>(() => new TrustedKeys([_folder.File("bad")]));
            Assert.StartsWith(_folder.File("bad"), exception.Message, StringComparison.Ordinal);
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        }

        Assert.Contains("which another file holds too", Assert.Throws<TrustException>(() => new TrustedKeys([_folder.File("ada.jwk"), _folder.File("ada.jwk")])).Message, StringComparison.Ordinal);
        Assert.Throws<TrustException>(() => new TrustedKeys([_folder.File("nothing")]));
    }

    private SignedPayload Verify(string jws) => _keys.Verify(Encoding.UTF8.GetBytes(jws), SignedPayload.ListType);
}
