using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Health;

/// <summary>Where the agent answers over HTTP how it does: <c>/livez</c>, <c>/readyz</c>, <c>/healthz</c> and <c>/metrics</c>.</summary>
public sealed class HealthHttpOptions
{
    /// <summary>The address to listen at. Any but a loopback address lets the network read the metrics, without a password.</summary>
    /// <value>The default is <c>127.0.0.1</c>.</value>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The port; 0 opens none.</summary>
    /// <value>The default is 9464, the usual one of OpenTelemetry's Prometheus endpoints.</value>
    [Range(0, 65_535)]
    public int Port { get; set; } = 9464;
}
