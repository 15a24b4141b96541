namespace SemanticMlr.Edge.Mqtt;

/// <summary>How things stand with the broker.</summary>
public enum MqttSessionState
{
    /// <summary>No connection was tried yet.</summary>
    Starting,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>The broker accepted the connection.</summary>
    Connected,

    /// <summary>The broker cannot be reached; another try follows.</summary>
    Unreachable,

    /// <summary>The broker refused the connection; another try follows.</summary>
    Refused,

    /// <summary>Another client took the client id of this agent; another try follows after a long wait.</summary>
    TakenOver,

    /// <summary>The files or secrets of the configuration cannot be used; another try follows.</summary>
    Misconfigured,

    /// <summary>The agent ended the session.</summary>
    Stopped,
}
