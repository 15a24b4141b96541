using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Makes the options of one connection; secrets and certificates are read afresh each time.</summary>
internal sealed class MqttClientOptionsFactory(
    IOptions<MqttOptions> options, Topics topics, AgentStatePublisher agent, IEnumerable<IMqttListener> listeners)
{
    // With the default of 8 KiB a picture of 200 KB takes 88 ms instead of 0.2 ms.
    private const int BufferSize = 1_024 * 1_024;

    // Topic, response topic and properties; a request that is a little too long still arrives, and is answered.
    private const int Envelope = 64 * 1_024;

    private readonly IMqttListener[] _listeners = [.. listeners];
    private readonly MqttOptions _options = options.Value;

    /// <summary>The client id in use.</summary>
    public string ClientId => _options.ClientId.Length > 0
        ? _options.ClientId
        : string.Concat(topics.Root.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-'));

    /// <exception cref="BrokerException">A file of the configuration cannot be used.</exception>
    public MqttClientOptions Create()
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(_options.Host, _options.Port)
            .WithClientId(ClientId)
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)_options.SessionExpiry.TotalSeconds)
            .WithKeepAlivePeriod(_options.KeepAlive)
            .WithTimeout(_options.AckTimeout)
            .WithRequestProblemInformation(true)
            .WithWillTopic(topics.State)
            .WithWillPayload(agent.Describe(AgentState.Offline))
            .WithWillRetain(true)
            .WithWillContentType(OutboxMessage.JsonContent)
            .WithWillPayloadFormatIndicator(MqttPayloadFormatIndicator.CharacterData)
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (_options.UserName.Length > 0)
        {
            builder = builder.WithCredentials(_options.UserName, Read("password", Password));
        }

        if (_listeners.Length > 0)
        {
            builder = builder.WithMaximumPacketSize((uint)_listeners.Max(listener => listener.MaxBytes) + Envelope);
        }

        if (_options.Tls.Enabled)
        {
            builder = builder.WithTlsOptions(WithTls);
        }

        var result = builder.Build();
        ((MqttClientTcpOptions)result.ChannelOptions).BufferSize = BufferSize;
        return result;
    }

    private void WithTls(MqttClientTlsOptionsBuilder tls)
    {
        var settings = _options.Tls;
        tls.UseTls().WithTargetHost(settings.ServerName.Length > 0 ? settings.ServerName : _options.Host);
        tls.WithRevocationMode(X509RevocationMode.NoCheck); // plants rarely publish revocation lists where devices reach them
        if (settings.CaFile.Length > 0)
        {
            tls.WithTrustChain(Read($"CA file {settings.CaFile}", () =>
            {
                var authorities = new X509Certificate2Collection();
                authorities.ImportFromPemFile(settings.CaFile);
                return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate in PEM form");
            }));
        }

        if (settings.CertificateFile.Length > 0)
        {
            var key = settings.KeyFile.Length > 0 ? settings.KeyFile : settings.CertificateFile;
            tls.WithClientCertificates([
                Read($"client certificate {settings.CertificateFile} with key {key}",
                    () => X509Certificate2.CreateFromPemFile(settings.CertificateFile, key)),
            ]);
        }
    }

    private byte[] Password()
    {
        var password = _options.Password;
        if (password.Variable.Length > 0)
        {
            return Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(password.Variable)
                ?? throw new IOException($"the environment variable {password.Variable} is not set"));
        }

        var path = password.File;
        if (password.Credential.Length > 0)
        {
            var folder = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY")
                ?? throw new IOException("systemd passed no credentials (CREDENTIALS_DIRECTORY is not set)");
            path = Path.Combine(folder, password.Credential);
        }

        return path.Length == 0 ? [] : Encoding.UTF8.GetBytes(File.ReadAllText(path).TrimEnd('\r', '\n'));
    }

    private static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new BrokerException(
                $"The {what} of the broker connection cannot be used: {exception.Message}", MqttSessionState.Misconfigured, needsPerson: true);
        }
    }
}
