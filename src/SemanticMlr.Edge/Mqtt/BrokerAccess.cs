using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MQTTnet;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Where the broker is and as whom the agent comes; secrets and certificates are read afresh each time.</summary>
internal sealed class BrokerAccess(MqttOptions options)
{
    /// <summary>Adds address, user, password and TLS to the options of a connection.</summary>
    /// <exception cref="BrokerException">A file of the configuration cannot be used.</exception>
    public MqttClientOptionsBuilder Apply(MqttClientOptionsBuilder builder)
    {
        builder = builder.WithTcpServer(options.Host, options.Port);
        if (options.UserName.Length > 0)
        {
            builder = builder.WithCredentials(options.UserName, Read("password", Password));
        }

        return options.Tls.Enabled ? builder.WithTlsOptions(WithTls) : builder;
    }

    private void WithTls(MqttClientTlsOptionsBuilder tls)
    {
        var settings = options.Tls;
        tls.UseTls().WithTargetHost(settings.ServerName.Length > 0 ? settings.ServerName : options.Host);
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
        var password = options.Password;
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
