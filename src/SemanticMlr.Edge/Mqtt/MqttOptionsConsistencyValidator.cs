using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>What spans several options of the broker.</summary>
internal sealed class MqttOptionsConsistencyValidator : IValidateOptions<MqttOptions>
{
    public ValidateOptionsResult Validate(string? name, MqttOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Reconnect.Longest < options.Reconnect.Initial)
        {
            result.AddError(
                $"{MqttOptions.Section}:{nameof(MqttOptions.Reconnect)}: {nameof(ReconnectOptions.Longest)} ({options.Reconnect.Longest}) " +
                $"must not be shorter than {nameof(ReconnectOptions.Initial)} ({options.Reconnect.Initial}).");
        }

        if (Topics.FaultOf(options) is { } fault)
        {
            result.AddError($"{MqttOptions.Section}: {fault}");
        }

        var password = options.Password;
        string[] places = [password.File, password.Credential, password.Variable];
        if (places.Count(place => place.Length > 0) > 1)
        {
            result.AddError(
                $"{MqttOptions.Section}:{nameof(MqttOptions.Password)}: {nameof(PasswordOptions.File)}, {nameof(PasswordOptions.Credential)} and " +
                $"{nameof(PasswordOptions.Variable)} exclude one another; keep one of them.");
        }

        if (options.UserName.Length == 0 && places.Any(place => place.Length > 0))
        {
            result.AddError($"{MqttOptions.Section}:{nameof(MqttOptions.UserName)} is empty, but a password is configured; name the user.");
        }

        if (!options.Tls.Enabled && (options.Tls.CaFile.Length > 0 || options.Tls.CertificateFile.Length > 0))
        {
            result.AddError(
                $"{MqttOptions.Section}:{nameof(MqttOptions.Tls)}: certificates are configured, but {nameof(TlsOptions.Enabled)} is false; set it to true.");
        }

        return result.Build();
    }
}
