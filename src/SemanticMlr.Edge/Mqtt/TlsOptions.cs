using System.ComponentModel.DataAnnotations;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>TLS to the broker. Files are PEM and are read again at every connect.</summary>
public sealed class TlsOptions
{
    /// <summary>Whether the connection is encrypted and the broker proves who it is.</summary>
    /// <value>The default is false.</value>
    public bool Enabled { get; set; }

    /// <summary>Certificates of the authorities that are trusted, or empty for those of the system.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string CaFile { get; set; } = "";

    /// <summary>The agent's own certificate, or empty for none.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string CertificateFile { get; set; } = "";

    /// <summary>The key of <see cref="CertificateFile"/>, or empty where that file holds it too.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string KeyFile { get; set; } = "";

    /// <summary>The name that the broker's certificate must carry, or empty for <see cref="MqttOptions.Host"/>.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string ServerName { get; set; } = "";
}
