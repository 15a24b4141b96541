using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SemanticMlr.Edge.Mqtt;

/// <summary>Which broker the agent speaks to, as whom, and how it waits.</summary>
public sealed class MqttOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Mqtt";

    /// <summary>Name or address of the broker.</summary>
    /// <value>The default is <c>localhost</c>.</value>
    [Required]
    public string Host { get; set; } = "localhost";

    /// <summary>Port of the broker; 8883 is usual with TLS.</summary>
    /// <value>The default is 1883.</value>
    [Range(1, 65_535)]
    public int Port { get; set; } = 1_883;

    /// <summary>Client id, which no other client of the broker may have; empty makes one from the root topic.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression("[0-9A-Za-z_.:-]{0,64}")]
    public string ClientId { get; set; } = "";

    /// <summary>Template of the root of all topics; <c>{site}</c>, <c>{line}</c> and <c>{device}</c> are filled in.</summary>
    /// <value>The default is <c>semanticmlr/{site}/{line}/{device}</c>.</value>
    [Required]
    public string Root { get; set; } = "semanticmlr/{site}/{line}/{device}";

    /// <summary>Name of the site.</summary>
    /// <value>The default is <c>site1</c>.</value>
    [Required]
    public string Site { get; set; } = "site1";

    /// <summary>Name of the production line.</summary>
    /// <value>The default is <c>line1</c>.</value>
    [Required]
    public string Line { get; set; } = "line1";

    /// <summary>Name of this device.</summary>
    /// <value>The default is <c>device1</c>.</value>
    [Required]
    public string Device { get; set; } = "device1";

    /// <summary>User name, or empty for none.</summary>
    /// <value>The default is empty.</value>
    [RegularExpression(@"[^\0]*")]
    public string UserName { get; set; } = "";

    /// <summary>Where the password comes from.</summary>
    [Required, ValidateObjectMembers]
    public PasswordOptions Password { get; set; } = new();

    /// <summary>TLS.</summary>
    [Required, ValidateObjectMembers]
    public TlsOptions Tls { get; set; } = new();

    /// <summary>How lost connections are made again.</summary>
    [Required, ValidateObjectMembers]
    public ReconnectOptions Reconnect { get; set; } = new();

    /// <summary>The longest silence on the connection before it is checked.</summary>
    /// <value>The default is 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the broker may take to accept a connection, TLS included.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker may take to acknowledge a message; then the connection counts as lost.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long what waits may take to go out when the agent stops; what did not go out by then stays in the outbox.</summary>
    /// <value>The default is 3 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the broker keeps the session of an absent agent, and with it commands that came meanwhile.</summary>
    /// <value>The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Messages that may be under way without an acknowledgement.</summary>
    /// <value>The default is 16.</value>
    [Range(1, 1_000)]
    public int InFlight { get; set; } = 16;

    /// <summary>The most messages a second that go out of what waited while the broker was away; 0 for as many as it takes. States do not wait for them.</summary>
    /// <value>The default is 1,000.</value>
    [Range(0, 1_000_000)]
    public int ReplayRate { get; set; } = 1_000;

    /// <summary>How long a message may wait before it is marked as historical, as one that waited for the broker is.</summary>
    /// <value>The default is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a message that the broker refuses is tried before it is set aside.</summary>
    /// <value>The default is 3.</value>
    [Range(1, 100)]
    public int Attempts { get; set; } = 3;

    /// <summary>How long the broker keeps detections and review items for absent subscribers.</summary>
    /// <value>The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan EventExpiry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the broker keeps pictures for absent subscribers.</summary>
    /// <value>The default is 1 hour.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan FrameExpiry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often the state of a camera is published when nothing about it changed.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CameraStateInterval { get; set; } = TimeSpan.FromSeconds(30);
}
