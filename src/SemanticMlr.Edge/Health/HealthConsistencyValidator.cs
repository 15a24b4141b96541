using System.Net;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Health;

/// <summary>Checks what attributes cannot say.</summary>
internal sealed class HealthConsistencyValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options) =>
        IPAddress.TryParse(options.Http.Address, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{HealthOptions.Section}:{nameof(options.Http)}:{nameof(options.Http.Address)}: '{options.Http.Address}' is no IP address; 127.0.0.1 keeps it on the device, 0.0.0.0 opens it to the network.");
}
