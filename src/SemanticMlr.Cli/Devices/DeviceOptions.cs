using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using SemanticMlr.Cli.Commands;

namespace SemanticMlr.Cli.Devices;

/// <summary>The options of verbs that speak with an agent.</summary>
internal sealed class DeviceOptions
{
    public Option<string> Topic { get; } = new("--topic") { Description = "The root topic of the agent, as semanticmlr/plant1/line3/edge1.", Required = true };

    public Option<string> Host { get; } = new("--host") { Description = "The broker.", DefaultValueFactory = _ => "localhost" };

    public Option<int> Port { get; } = new("--port") { Description = "Its port.", DefaultValueFactory = _ => 1_883 };

    public Option<string?> User { get; } = new("--user") { Description = "User name at the broker." };

    public Option<string?> PasswordFile { get; } = new("--password-file") { Description = "A file with the password." };

    public Option<bool> Tls { get; } = new("--tls") { Description = "Encrypts the connection." };

    public Option<string?> CaFile { get; } = new("--ca-file") { Description = "Certificates (PEM) of the authorities that are trusted; the system's otherwise." };

    public Option<int> Patience { get; } = new("--timeout") { Description = "Seconds that an answer may take.", DefaultValueFactory = _ => 60 };

    public void AddTo(Command command)
    {
        OptionRules.Check(Port, value => value is >= 1 and <= 65_535, "must be 1 to 65535");
        OptionRules.Check(Patience, value => value is >= 1 and <= 3_600, "must be 1 to 3600");
        foreach (var option in (Option[])[Topic, Host, Port, User, PasswordFile, Tls, CaFile, Patience])
        {
            command.Add(option);
        }
    }

    /// <summary>Connects to what the options name; the caller disposes the client.</summary>
    public Task<DeviceClient> ConnectAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = new MqttClientOptionsBuilder().WithTcpServer(result.GetRequiredValue(Host), result.GetValue(Port));
        if (result.GetValue(User) is { } user)
        {
            options = options.WithCredentials(user, result.GetValue(PasswordFile) is { } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : "");
        }

        if (result.GetValue(Tls))
        {
            options = options.WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost(result.GetRequiredValue(Host)).WithRevocationMode(X509RevocationMode.NoCheck);
                if (result.GetValue(CaFile) is { } file)
                {
                    var authorities = new X509Certificate2Collection();
                    authorities.ImportFromPemFile(file);
                    tls.WithTrustChain(authorities);
                }
            });
        }

        return DeviceClient.ConnectAsync(options, result.GetRequiredValue(Topic), TimeSpan.FromSeconds(result.GetValue(Patience)), cancellationToken);
    }
}
