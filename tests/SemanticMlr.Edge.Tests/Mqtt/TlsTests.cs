using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Edge.Tests.Support;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests.Mqtt;

public sealed class TlsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        await Authority("ca");
        await Authority("stranger");
        await Certificate("server", "localhost");
        await Certificate("client", "edge7");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task CaAndClientCertificate_LetIn()
    {
        await using var broker = await BrokerAsync();
        await using var messaging = await Messaging.StartAsync(broker.Port, Settings("ca", withCertificate: true));
        await messaging.UntilConnectedAsync();
    }

    [Fact]
    public async Task AuthorityThatIsNotTrusted_IsRefusedByTheAgent_WithARemedy()
    {
        await using var broker = await BrokerAsync();
        await using var messaging = await Messaging.StartAsync(broker.Port, Settings("stranger", withCertificate: true));
        await Retry.Until("the refusal is visible", () => messaging.Board.Status.State == MqttSessionState.Refused);
        Assert.Contains("Check Mqtt:Tls", messaging.Board.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameThatTheCertificateDoesNotCarry_IsRefusedByTheAgent()
    {
        await using var broker = await BrokerAsync();
        var settings = Settings("ca", withCertificate: true);
        settings["Mqtt:Tls:ServerName"] = "other.example";
        await using var messaging = await Messaging.StartAsync(broker.Port, settings);
        await Retry.Until("the refusal is visible", () => messaging.Board.Status.State == MqttSessionState.Refused);
    }

    [Fact]
    public async Task WithoutAClientCertificate_TheBrokerLetsNobodyIn()
    {
        await using var broker = await BrokerAsync();
        await using var messaging = await Messaging.StartAsync(broker.Port, Settings("ca", withCertificate: false));
        await Retry.Until("the fault is visible", () =>
            messaging.Board.Status is { State: MqttSessionState.Refused or MqttSessionState.Unreachable, Reason: not null });
        Assert.DoesNotContain("Connected to the broker", messaging.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no certificate")]
    public async Task CaFileThatIsNone_IsNamed(string content)
    {
        await File.WriteAllTextAsync(_folder.File("bad.crt"), content, TestContext.Current.CancellationToken);
        await using var messaging = await Messaging.StartAsync(Mosquitto.FreePort(), Settings("bad", withCertificate: false));
        await Retry.Until("the fault is visible", () => messaging.Board.Status.State == MqttSessionState.Misconfigured);
        Assert.Contains("bad.crt", messaging.Board.Status.Reason, StringComparison.Ordinal);
    }

    private Task<Mosquitto> BrokerAsync() => Mosquitto.StartAsync(
        $"allow_anonymous true\ncafile {_folder.File("ca.crt")}\ncertfile {_folder.File("server.crt")}\n" +
        $"keyfile {_folder.File("server.key")}\nrequire_certificate true");

    private Dictionary<string, string?> Settings(string authority, bool withCertificate)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Mqtt:Tls:Enabled"] = "true",
            ["Mqtt:Tls:CaFile"] = _folder.File($"{authority}.crt"),
            ["Mqtt:Tls:ServerName"] = "localhost",
        };
        if (withCertificate)
        {
            settings["Mqtt:Tls:CertificateFile"] = _folder.File("client.crt");
            settings["Mqtt:Tls:KeyFile"] = _folder.File("client.key");
        }

        return settings;
    }

    private Task Authority(string name) => Tool.RunAsync(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", $"/CN={name}",
        "-keyout", _folder.File($"{name}.key"), "-out", _folder.File($"{name}.crt"));

    private async Task Certificate(string name, string subject)
    {
        await Tool.RunAsync(
            "openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", $"/CN={subject}",
            "-addext", $"subjectAltName=DNS:{subject}", "-keyout", _folder.File($"{name}.key"), "-out", _folder.File($"{name}.csr"));
        await File.WriteAllTextAsync(_folder.File($"{name}.ext"), $"subjectAltName=DNS:{subject}\n", TestContext.Current.CancellationToken);
        await Tool.RunAsync(
            "openssl", "x509", "-req", "-days", "2", "-in", _folder.File($"{name}.csr"), "-CA", _folder.File("ca.crt"), "-CAkey", _folder.File("ca.key"),
            "-CAcreateserial", "-extfile", _folder.File($"{name}.ext"), "-out", _folder.File($"{name}.crt"));
    }
}
